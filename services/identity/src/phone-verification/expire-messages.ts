import type { EntityManager } from '@mikro-orm/postgresql'
import type { Deps } from '../deps.ts'

/** Says openly that a message was never sent: nothing came back of it, and its code is dead. */
export async function expireMessages({ now }: Pick<Deps, 'now'>, em: EntityManager) {
  const at = now()
  await em.execute(
    `update identity.sms_messages m set status = 'expired', failure = 'expired', updated_at = ?
     from identity.phone_verifications v where v.id = m.verification_id and m.status = 'queued' and v.expires_at <= ?`,
    [at, at]
  )
}
