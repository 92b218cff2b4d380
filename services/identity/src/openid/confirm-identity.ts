import { Refusal } from '@gatehouse/platform/refusal'
import type { EntityManager } from '@mikro-orm/postgresql'
import { decodeJwt } from 'jose'
import type { Deps } from '../deps.ts'
import { LinkedIdentityEntity } from './linked-identity.entity.ts'
import type { OpenProvider } from './open-provider.ts'
import { isIssuedBy } from './provider.ts'
import { spend } from './spend.ts'
import { verifyIdToken } from './verify-id-token.ts'

const RECENT_S = 300

/**
 * Whether an ID token proves again that this user is there: made within five minutes, for a subject that is linked to
 * them. It is spent with the caller's transaction, before any lock is taken.
 * @returns the provider's name
 * @throws Refusal `token_invalid`, `token_expired`, or `unavailable` if the provider cannot be asked
 */
export async function confirmIdentity(deps: Deps, em: EntityManager, userId: string, idToken: string): Promise<string> {
  const provider = providerOf(deps.providers, idToken)
  // The caller has a session already, so that no nonce is needed to tie the token to this browser.
  const proven = await verifyIdToken(deps, provider, idToken, 'any nonce')
  if (deps.now().getTime() / 1000 - proven.claims.iat > RECENT_S) throw new Refusal('token_expired')
  const linked = { provider: provider.name, subject: proven.claims.sub, user: userId }
  if ((await em.count(LinkedIdentityEntity, linked)) === 0) throw new Refusal('token_invalid')
  if (!(await spend(deps, em, proven))) throw new Refusal('token_invalid')
  return provider.name
}

function providerOf(providers: OpenProvider[], idToken: string): OpenProvider {
  const known = providers.filter(({ clientId }) => clientId)
  if (known.length === 0) throw new Refusal('provider_not_configured')
  const named = issuerIn(idToken)
  const found = known.find((provider) => isIssuedBy(provider, named))
  if (!found) throw new Refusal('token_invalid')
  return found
}

function issuerIn(idToken: string): string | undefined {
  try {
    return decodeJwt(idToken).iss
  } catch {
    return undefined
  }
}
