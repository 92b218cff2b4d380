import { tooMany } from '@gatehouse/platform/refusal'
import type { EntityManager } from '@mikro-orm/postgresql'
import type { Deps } from '../deps.ts'
import { MAX_FAILED_ATTEMPTS, MAX_FAILED_ATTEMPTS_A_DAY } from './verification.ts'

const DAY_MS = 24 * 3600 * 1000

/**
 * Counts a try before it is judged, in one statement: of a hundred that arrive at once five pass. It must be committed
 * before the answer, which rolls nothing back. A try that turns out right is given back by whoever judges.
 * @returns failed tries so far with this one, or null if the verification takes no more
 */
export async function countAttempt(
  { now, settings }: Pick<Deps, 'now' | 'settings'>,
  em: EntityManager,
  verificationId: string
): Promise<number | null> {
  const at = now()
  const rows = await em.execute(
    `update identity.phone_verifications v set failed_attempts = v.failed_attempts + 1, last_attempt_at = ?
     where v.id = ? and v.verified_at is null and v.cancelled_at is null and v.expires_at > ?
       and v.failed_attempts < ?
       and (v.is_test or not ?::boolean or v.failed_attempts + coalesce((
         select sum(o.failed_attempts) from identity.phone_verifications o
         where o.user_id = v.user_id and o.phone_number = v.phone_number and o.id <> v.id and o.last_attempt_at > ?
       ), 0) < ?)
     returning v.failed_attempts`,
    [
      at,
      verificationId,
      at,
      MAX_FAILED_ATTEMPTS,
      settings.limits,
      new Date(at.getTime() - DAY_MS),
      MAX_FAILED_ATTEMPTS_A_DAY
    ]
  )
  return (rows as { failed_attempts: number }[])[0]?.failed_attempts ?? null
}

/** A try that was right and yet did not succeed (a second tap, a number that is taken) is no failure. */
export const giveBackAttempt = (em: EntityManager, verificationId: string) =>
  em
    .fork()
    .execute('update identity.phone_verifications set failed_attempts = failed_attempts - 1 where id = ?', [
      verificationId
    ])

/** After fifteen wrong codes in a day for one number neither guesses nor messages help. */
export async function refuseAfterManyFailures(
  { now, settings }: Pick<Deps, 'now' | 'settings'>,
  em: EntityManager,
  userId: string,
  phoneNumber: string
) {
  if (!settings.limits) return
  const at = now().getTime()
  const rows = await em.execute(
    `select coalesce(sum(failed_attempts), 0)::int as failures, min(last_attempt_at) as oldest from identity.phone_verifications
     where user_id = ? and phone_number = ? and not is_test and failed_attempts > 0 and last_attempt_at > ?`,
    [userId, phoneNumber, new Date(at - DAY_MS)]
  )
  const [{ failures, oldest }] = rows as [{ failures: number; oldest: Date | string | null }]
  if (failures < MAX_FAILED_ATTEMPTS_A_DAY || !oldest) return
  throw tooMany((new Date(oldest).getTime() + DAY_MS - at) / 1000)
}
