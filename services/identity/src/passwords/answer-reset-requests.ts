import { isPassing } from '@gatehouse/platform/passing-fault'
import { inSpan } from '@gatehouse/platform/tracing/span'
import type { EntityManager } from '@mikro-orm/postgresql'
import { LockMode } from '@mikro-orm/postgresql'
import pLimit from 'p-limit'
import { UserEntity } from '../accounts/user.entity.ts'
import type { Deps } from '../deps.ts'
import { sendResetCode } from '../phone-verification/send-reset-code.ts'
import { PasswordResetRequestEntity } from './password-reset-request.entity.ts'

const BATCH = 20
// The other connections of the pool are for those who wait for an answer.
const AT_ONCE = 3
// Whoever asked so long ago has asked again, or has given up.
const KEPT_MS = 10 * 60_000

export type Answering = Pick<Deps, 'now' | 'keys' | 'settings' | 'log' | 'relay'>

/**
 * Answers the requests that are due, oldest first, each in a transaction of its own: one that fails holds up no other.
 * One that comes too early for a message waits until one is allowed. Rows are locked, and those that another process
 * holds are skipped.
 * @returns whether more may wait
 * @throws if some could not be answered now, such as for a database that is away; the next sweep tries again
 */
export async function answerResetRequests(deps: Answering, fork: () => EntityManager): Promise<{ more: boolean }> {
  const waiting = await fork().find(
    PasswordResetRequestEntity,
    { dueAt: { $lte: deps.now() } },
    { fields: ['id'], orderBy: { dueAt: 'asc', id: 'asc' }, limit: BATCH }
  )
  const inTurn = pLimit(AT_ONCE)
  const results = await Promise.allSettled(waiting.map(({ id }) => inTurn(() => answerOrDrop(deps, fork, id))))
  const more = waiting.length === BATCH && results.some((result) => result.status === 'fulfilled' && result.value)
  const failure = results.find((result) => result.status === 'rejected')
  if (failure && !more) throw failure.reason
  return { more }
}

/** @returns whether it is done with, here. */
async function answerOrDrop(deps: Answering, fork: () => EntityManager, id: string): Promise<boolean> {
  try {
    const isDone = await inSpan('answer reset request', {}, () => fork().transactional((em) => answer(deps, em, id)))
    deps.relay.wake() // After the commit: a code that was not saved must not be sent.
    return isDone
  } catch (error) {
    if (isPassing(error)) throw error
    // It would fail again, each second for ten minutes.
    deps.log.error({ request: id, err: error }, 'a request for a new password broke, and is dropped')
    await fork().nativeDelete(PasswordResetRequestEntity, { id })
    return true
  }
}

async function answer(deps: Answering, em: EntityManager, id: string): Promise<boolean> {
  const request = await em.findOne(PasswordResetRequestEntity, { id }, { lockMode: LockMode.PESSIMISTIC_PARTIAL_WRITE })
  if (!request) return false
  const deadAt = new Date(request.createdAt.getTime() + KEPT_MS)
  const later = deps.now() <= deadAt ? await send(deps, em, request) : undefined
  if (later && later <= deadAt) request.dueAt = later
  else await em.nativeDelete(PasswordResetRequestEntity, { id })
  return true
}

async function send(deps: Answering, em: EntityManager, { email, locale, createdAt }: PasswordResetRequestEntity) {
  const user = await em.findOne(UserEntity, { email }, { lockMode: LockMode.PESSIMISTIC_WRITE })
  return user ? sendResetCode(deps, em, user, { locale, askedAt: createdAt }) : undefined
}
