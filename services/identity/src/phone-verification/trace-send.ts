import type { EntityManager } from '@mikro-orm/postgresql'
import { listHandOffs } from '../hand-off/list-hand-offs.ts'
import { MessageEntity } from './message.entity.ts'
import { VerificationEntity } from './verification.entity.ts'

/** One moment of a send. `at` is null of what has not come yet. */
export type Step = { at: string | null; service: string; step: string } & Record<string, unknown>
export type SendTrace = { verification: object & { id: string }; messages: string[]; steps: Step[] }

const OURS = { service: 'identity' }

/**
 * What this service knows of a send, by the id of its message or of its verification: when it was asked for and
 * committed, handed over to the queue, what was reported of it, and how its code ended. The number is masked.
 */
export async function traceSend(em: EntityManager, id: string): Promise<SendTrace | null> {
  const message = await em.findOne(MessageEntity, { id })
  const verification = await em.findOne(VerificationEntity, { id: message?.verification.id ?? id })
  if (!verification) return null
  const which = message ? { id } : { verification: verification.id }
  const messages = await em.find(MessageEntity, which, { orderBy: { createdAt: 'asc', id: 'asc' } })
  const ids = messages.map(({ id }) => id)
  const handedOver = (await listHandOffs(em, ids)).map(({ kind, messageId, handedOverAt }) => ({
    at: time(handedOverAt),
    ...OURS,
    step: `${kind} ${handedOverAt ? 'handed over to the queue' : 'waits to be handed over'}`,
    message: messageId
  }))
  const steps = [...messages.flatMap(stepsOf), ...handedOver, ...endsOf(verification)]
  return { verification: show(verification), messages: ids, steps }
}

const stepsOf = ({ id, status, failure, locale, createdAt, updatedAt }: MessageEntity): Step[] => [
  { at: time(createdAt), ...OURS, step: 'asked for and committed', message: id, locale },
  ...(status === 'queued'
    ? [{ at: null, ...OURS, step: 'nothing reported yet', message: id }]
    : [{ at: time(updatedAt), ...OURS, step: `reported: ${status}`, message: id, failure: failure ?? null }])
]

const endsOf = ({ verifiedAt, cancelledAt, lastAttemptAt, expiresAt }: VerificationEntity): Step[] =>
  [
    { at: time(lastAttemptAt), ...OURS, step: 'code tried for the last time' },
    { at: time(verifiedAt), ...OURS, step: 'code verified' },
    { at: time(cancelledAt), ...OURS, step: 'code cancelled' },
    { at: time(expiresAt), ...OURS, step: 'end of the code’s life' }
  ].filter(({ at }) => at !== null)

const show = ({ id, user, purpose, phoneNumber, country, failedAttempts, isTest }: VerificationEntity) => ({
  id,
  user: user.id,
  purpose,
  number: `…${phoneNumber.slice(-3)}`,
  country,
  failed_attempts: failedAttempts,
  is_test_number: isTest
})

const time = (at: Date | null | undefined) => at?.toISOString() ?? null
