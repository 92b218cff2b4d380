import { RetryLater } from '@gatehouse/platform/queue/job-endings'
import type { Provider } from '../providers/provider.ts'
import { sendBy } from './call-provider.ts'
import { chainFrom, firstBack, hasTime, patience } from './chain.ts'
import { InOtherHands } from './in-other-hands.ts'
import { moveRow } from './move-row.ts'
import type { Outcome } from './outcome.ts'
import { follow, recordAnswer } from './record-answer.ts'
import { later, secondsBetween } from './timing.ts'
import type { Turn } from './turn.ts'
import { smsAt } from './turn.ts'

/** Hands the message to the first provider that takes it. @throws RetryLater if none does for now. */
export async function sendThroughChain(turn: Turn): Promise<void> {
  const { deps, em, row, clock } = turn
  const tried: Provider[] = []
  for (const provider of chainFrom(deps.providers, row.provider)) {
    if (!hasTime(provider, secondsBetween(clock(), row.expiresAt))) continue
    tried.push(provider)
    if (await isOutThrough(turn, provider)) return
  }
  if (tried.length > 0) throw new RetryLater('no_provider_available', waitForOne(turn, tried))
  await moveRow(deps, em, row, { state: 'expired', failure: 'expired' }, clock())
}

// One that is left alone is not claimed for: a row's attempts tell how often it was called.
async function isOutThrough(turn: Turn, provider: Provider): Promise<boolean> {
  const resting = provider.rests?.()
  return resting ? follow(turn, resting) : recordAnswer(turn, provider, await sendOnce(turn, provider))
}

// While all are left alone it is known when to come again; else the queue's own back-off does.
function waitForOne({ row }: Turn, providers: Provider[]): number | undefined {
  const restMs = firstBack(providers)
  return restMs === undefined ? undefined : patience(restMs, row.attempt, Math.random())
}

// The claim is committed before the call: whoever finds it knows that a provider may have the message.
async function sendOnce(turn: Turn, provider: Provider): Promise<Outcome> {
  const { deps, row, clock } = turn
  const claimedAt = clock()
  await claim(turn, provider, claimedAt)
  if (clock() > later(claimedAt, deps.timing.fenceMs)) return { kind: 'not_sent', code: 'fenced' }
  return sendBy(provider, smsAt(turn, claimedAt), { validForSeconds: secondsBetween(claimedAt, row.expiresAt) })
}

async function claim({ deps, em, row }: Turn, provider: Provider, claimedAt: Date) {
  const deadline = later(claimedAt, deps.timing.takeoverMs)
  const owner = { attempt: row.attempt + 1, provider: provider.name, claimedBy: deps.workerId }
  const isOurs = await moveRow(deps, em, row, { state: 'sending', ...owner, claimedAt, deadline }, claimedAt)
  if (!isOurs) throw new InOtherHands(deps.timing.takeoverMs)
}
