import type { ResetPassword } from '@gatehouse/contracts'
import { Refusal, refuseFaults } from '@gatehouse/platform/refusal'
import type { EntityManager } from '@mikro-orm/postgresql'
import { lockUser } from '../accounts/lock-user.ts'
import { recordActivity } from '../activity/record-activity.ts'
import type { Deps } from '../deps.ts'
import { giveBackAttempt } from '../phone-verification/attempts.ts'
import { spendCode } from '../phone-verification/spend-code.ts'
import type { ResetCode } from '../phone-verification/try-reset-code.ts'
import { tryResetCode } from '../phone-verification/try-reset-code.ts'
import { endSessionsOf } from '../sessions/end-sessions.ts'
import type { Origin } from '../sessions/open-session.ts'
import { forgetResetLinks } from './forget-reset-links.ts'
import { ownAddressFault } from './own-address.ts'
import { hashPassword } from './password-hash.ts'
import type { Try } from './tries.ts'
import { admitTry, countFailure, holdTries } from './tries.ts'

const HOW = { event: 'password_reset', provider: 'phone' } as const

/**
 * Sets a new password for whoever has the code of their phone, and ends every session. Whatever is wrong, the answer and
 * the work are the same, so that nobody learns who has an account, a phone or a code on its way. A failure counts as a
 * try of the password. Of any number of requests with the right code, one succeeds.
 */
export async function resetPassword(deps: Deps, em: EntityManager, asked: ResetPassword, origin: Origin) {
  const email = asked.email.toLowerCase()
  refuseFaults(ownAddressFault('new_password', asked.new_password, email))
  const code = await judge(deps, em, { email, origin, ...HOW }, asked.code)
  try {
    const passwordHash = await hashPassword(asked.new_password)
    await em.transactional((em) => reset(deps, em, code, passwordHash, origin))
  } catch (error) {
    await giveBackAttempt(em, code.id)
    throw error
  }
  deps.relay.wake()
}

async function judge(deps: Deps, em: EntityManager, attempt: Try, given: string): Promise<ResetCode> {
  await admitTry(deps, em, attempt)
  const code = await em.fork().transactional(async (em) => {
    // It always writes: a commit that wrote nothing would not wait for the disk, and that would tell that there is no
    // code whose tries could be counted.
    await holdTries(deps, em, attempt)
    return tryResetCode(deps, em, attempt.email, given)
  })
  if (code) return code
  await countFailure(deps, em, attempt)
  throw new Refusal('invalid_code')
}

async function reset(deps: Deps, em: EntityManager, code: ResetCode, passwordHash: string, origin: Origin) {
  const user = await lockUser(em, code.user.id, 'invalid_code')
  const isTheirs = !user.disabledAt && user.phoneVerified && user.phoneNumber === code.phoneNumber
  if (!isTheirs || !(await spendCode(deps, em, code))) throw new Refusal('invalid_code')
  user.passwordHash = passwordHash
  await endSessionsOf(deps, em, user.id)
  await forgetResetLinks(em, user.id)
  recordActivity(deps, em, user.id, { ...HOW, origin })
}
