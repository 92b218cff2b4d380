import type { Step } from '../../phone-verification/trace-send.ts'
import type { Done } from '../perform.ts'

/** What notification knows of messages, in steps like ours. */
export type TraceDelivery = (databaseUrl: string, messageIds: string[]) => Promise<Step[]>

/** Adds what notification knows of the messages that were looked at, in the order of time; what is to come stands last. */
export async function complete(done: Done, trace: (ids: string[]) => Promise<Step[]>): Promise<Done> {
  if (!done.messages) return done
  const { steps: ours = [], ...shown } = (done.shown ?? {}) as { steps?: Step[] }
  const theirs = await trace(done.messages).catch(unread)
  const steps = [...ours, ...theirs].sort((a, b) => order(a).localeCompare(order(b)))
  const isKnown = steps.some(({ at }) => at !== null)
  return {
    ...done,
    shown: { ...shown, steps },
    ...(!isKnown && { refusal: 'nobody knows a message or verification by this id' })
  }
}

// A word that no time comes after.
const order = ({ at }: Step) => at ?? 'later'

const unread = (error: Error & { code?: string }): Step[] => [
  { at: null, service: 'notification', step: 'its tables could not be read', reason: error.code ?? error.name }
]
