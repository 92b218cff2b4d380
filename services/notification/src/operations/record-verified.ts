import type { SmsVerified } from '@gatehouse/contracts'
import { markVerified } from '../delivery/mark-verified.ts'
import type { Deps } from '../deps.ts'

/** The person typed the code. */
export async function recordVerified({ orm }: Pick<Deps, 'orm'>, { message_id: id, at }: SmsVerified) {
  await markVerified(orm.em.fork(), id, new Date(at))
}
