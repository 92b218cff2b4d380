import { tooMany } from '@gatehouse/platform/refusal'
import type { EntityManager } from '@mikro-orm/postgresql'
import type { Deps } from '../deps.ts'
import { addressKey } from '../limits/address-key.ts'
import { count } from '../limits/count.ts'
import { refuseAfterManyFailures } from './attempts.ts'
import type { Recipient } from './choose-number.ts'

/**
 * Counts a message against the limits of the user, of the number and of the address, or refuses it. Bots that ask for
 * codes cost money: nothing is sent that was not counted here, in the same transaction.
 * @returns when the next one will be allowed
 */
export async function countSend(
  deps: Deps,
  em: EntityManager,
  userId: string,
  { phoneNumber, isTest }: Recipient,
  ip: string
) {
  const now = deps.now()
  if (isTest) return now
  await refuseAfterManyFailures(deps, em, userId, phoneNumber)
  const { allowed, from } = await count(
    deps,
    em,
    ['send-user', userId],
    ['send-number', phoneNumber],
    ['send-address', addressKey(ip)]
  )
  if (!allowed) throw tooMany((from - now.getTime()) / 1000)
  return new Date(from)
}
