import { setTimeout } from 'node:timers/promises'
import type { SendSms } from '@gatehouse/contracts'
import { RetryLater } from '@gatehouse/platform/queue/job-endings'
import type { Deps } from '../deps.ts'
import { InDoubt } from './in-doubt.ts'
import { InOtherHands } from './in-other-hands.ts'
import { turnOf } from './ledger.ts'
import { moveRow } from './move-row.ts'
import { openMessage } from './open-message.ts'
import { openRow } from './open-row.ts'
import { reconcile } from './reconcile.ts'
import { reportStatus } from './report-status.ts'
import { sendThroughChain } from './send-through-chain.ts'
import { clockFrom } from './timing.ts'
import type { Turn } from './turn.ts'

/**
 * Sends one message, once, however often its job comes.
 * @param isLastTry what cannot be done now ends as a visible failure.
 * @throws RetryLater if the job is to come again; GiveUp if it can never succeed.
 */
export async function deliverSms(deps: Deps, job: SendSms, isLastTry: boolean): Promise<void> {
  const em = deps.orm.em.fork()
  const { to, code } = await openMessage(deps, em, job)
  const row = await openRow(em, job, to)
  const turn = { deps, em, row, to, code, clock: clockFrom(row.readAt) }
  try {
    await takeTurn(turn)
  } catch (error) {
    if (!isUseless(turn, error, isLastTry)) throw error
    if (await isOutAfterAll(turn, error)) return
    await giveUp(turn)
    throw error
  }
}

async function takeTurn(turn: Turn) {
  const { deps, em, row, clock } = turn
  const now = clock()
  switch (turnOf(row, now)) {
    case 'settled':
      // Who asks again has not heard: the queue may have lost the word. What it still has, it does not take twice.
      await reportStatus(deps, em, row)
      return
    case 'busy':
      throw new InOtherHands((row.deadline ?? now).getTime() - now.getTime())
    case 'expired':
      await moveRow(deps, em, row, { state: 'expired', failure: 'expired' }, now)
      return
    case 'ask':
      if (await reconcile(turn)) return
  }
  await sendThroughChain(turn)
}

// A try that would come after the code's life, or never, is no hope to keep the person waiting for.
function isUseless({ row, clock }: Turn, error: unknown, isLastTry: boolean): boolean {
  if (!(error instanceof RetryLater) || error instanceof InOtherHands) return false
  return isLastTry || clock().getTime() + (error.afterMs ?? 0) >= row.expiresAt.getTime()
}

// Nobody comes again to ask what became of a send whose answer was lost, so it is asked for here.
async function isOutAfterAll(turn: Turn, error: unknown): Promise<boolean> {
  if (!(error instanceof InDoubt)) return false
  await setTimeout(error.settleMs)
  try {
    return await reconcile(turn)
  } catch (error) {
    if (error instanceof RetryLater) return false
    throw error
  }
}

async function giveUp({ deps, em, row, clock }: Turn) {
  const ending =
    row.state === 'in_doubt'
      ? ({ failure: 'unknown', failureKind: 'in_doubt' } as const)
      : ({ failure: 'provider_unavailable', failureKind: 'gave_up' } as const)
  await moveRow(deps, em, row, { state: 'failed', ...ending, deadline: null }, clock())
}
