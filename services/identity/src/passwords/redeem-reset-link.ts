import type { RedeemResetLink } from '@gatehouse/contracts'
import { Refusal, refuseFaults } from '@gatehouse/platform/refusal'
import type { EntityManager } from '@mikro-orm/postgresql'
import { lockUser } from '../accounts/lock-user.ts'
import { recordActivity } from '../activity/record-activity.ts'
import type { Deps } from '../deps.ts'
import { cancelVerifications } from '../phone-verification/cancel-verifications.ts'
import { endSessionsOf } from '../sessions/end-sessions.ts'
import type { Origin } from '../sessions/open-session.ts'
import { ownAddressFault } from './own-address.ts'
import { hashPassword } from './password-hash.ts'
import { ResetLinkEntity } from './reset-link.entity.ts'
import { hashOf } from './reset-link.ts'

/**
 * Sets a new password for whoever has the token that an operator gave out, and ends every session. Of any number of
 * requests with it one succeeds, within the half hour that it lives.
 */
export async function redeemResetLink(deps: Deps, em: EntityManager, asked: RedeemResetLink, origin: Origin) {
  const living = () => ({ tokenHash: hashOf(asked.token), expiresAt: { $gt: deps.now() } })
  const link = await em.findOne(ResetLinkEntity, living(), { populate: ['user'] })
  // Before the hash, so that made-up tokens cost nothing.
  if (!link) throw new Refusal('invalid_code')
  refuseFaults(ownAddressFault('new_password', asked.new_password, link.user.email))
  const passwordHash = await hashPassword(asked.new_password)
  await em.transactional(async (em) => {
    const user = await lockUser(em, link.user.id, 'invalid_code')
    const isTheirs = !user.disabledAt && (await em.nativeDelete(ResetLinkEntity, living())) === 1
    if (!isTheirs) throw new Refusal('invalid_code')
    user.passwordHash = passwordHash
    await endSessionsOf(deps, em, user.id)
    await cancelVerifications(deps, em, user.id, 'password_reset')
    recordActivity(deps, em, user.id, { event: 'password_reset', provider: 'link', origin })
  })
}
