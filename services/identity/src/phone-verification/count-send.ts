import { tooMany } from '@gatehouse/platform/refusal'
import type { EntityManager } from '@mikro-orm/postgresql'
import { addressKey } from '../limits/address-key.ts'
import type { Counted, Counting } from '../limits/count.ts'
import { count } from '../limits/count.ts'
import { refuseAfterManyFailures } from './attempts.ts'
import type { Recipient } from './recipient.ts'

/**
 * Counts a message against the limits of the user, of the number and of the address, or refuses it. Bots that ask for
 * codes cost money: nothing is sent that was not counted here, in the same transaction.
 * @param ip null if the address was counted when it asked
 * @returns when the next one will be allowed
 */
export async function countSend(
  deps: Counting,
  em: EntityManager,
  userId: string,
  { phoneNumber, isTest }: Recipient,
  ip: string | null
) {
  const now = deps.now()
  if (isTest) return now
  await refuseAfterManyFailures(deps, em, userId, phoneNumber)
  const limits: Counted[] = [
    ['send-user', userId],
    ['send-number', phoneNumber]
  ]
  if (ip !== null) limits.push(['send-address', addressKey(ip)])
  const { allowed, from } = await count(deps, em, ...limits)
  if (!allowed) throw tooMany((from - now.getTime()) / 1000)
  return new Date(from)
}
