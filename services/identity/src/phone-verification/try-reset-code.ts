import { randomUUID } from 'node:crypto'
import type { EntityManager } from '@mikro-orm/postgresql'
import type { Deps } from '../deps.ts'
import { countAttempt } from './attempts.ts'
import { isSameCode } from './code.ts'
import { codeOf } from './code-of.ts'
import { VerificationEntity } from './verification.entity.ts'

/** A right code for a new password, not yet spent. */
export type ResetCode = VerificationEntity

/**
 * Judges a code for a new password of the account of this address. The same statements are done whether there is such
 * an account, and whether a code was sent to it. The try counts with the caller's transaction: commit it whatever the
 * verdict, and give it back if it was right.
 */
export async function tryResetCode(
  deps: Deps,
  em: EntityManager,
  email: string,
  code: string
): Promise<ResetCode | null> {
  const open = { user: { email }, purpose: 'password_reset', verifiedAt: null, cancelledAt: null } as const
  const verification = await em.findOne(VerificationEntity, open)
  const failed = await countAttempt(deps, em, verification?.id ?? randomUUID())
  if (!verification || failed === null) return null
  const expected = codeOf(deps, verification)
  return expected !== null && isSameCode(expected, code) ? verification : null
}
