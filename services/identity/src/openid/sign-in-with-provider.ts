import { Email } from '@gatehouse/contracts'
import { invalidField, Refusal } from '@gatehouse/platform/refusal'
import { schemaGuard } from '@gatehouse/platform/schema-guard'
import type { EntityManager } from '@mikro-orm/postgresql'
import { UniqueConstraintViolationException } from '@mikro-orm/postgresql'
import { recordActivity, recordFailure } from '../activity/record-activity.ts'
import type { Deps } from '../deps.ts'
import type { Credentials, Origin } from '../sessions/open-session.ts'
import { openSession } from '../sessions/open-session.ts'
import { isEmailVerified } from './claims.ts'
import { countNewcomer } from './count-newcomer.ts'
import { findHolder, Superseded } from './find-holder.ts'
import type { Person } from './person.ts'
import type { Arrival } from './prove-password.ts'
import { provePassword } from './prove-password.ts'
import { settleAccount } from './settle-account.ts'
import { spend } from './spend.ts'
import type { Proven } from './verify-id-token.ts'
import type { Welcomed } from './welcomed.ts'

const TRIES = 3

/** What the caller opens for them in the same transaction: a session, or a code for one. */
export type Opening<T> = (em: EntityManager, welcomed: Welcomed) => T

export const openSessionFor =
  (deps: Deps, origin: Origin): Opening<Credentials> =>
  (em, { user, provider }) =>
    openSession(deps, em, user, provider, origin)

/**
 * Signs in whom a provider vouches for: finds, links, takes over or makes their account, spends the ID token and opens
 * what the caller wants, all in one transaction. Of two first sign-ins at once one is new, and the other is not.
 */
export async function signInWithProvider<T>(
  deps: Deps,
  em: EntityManager,
  proven: Proven,
  arrival: Arrival,
  open: Opening<T>
): Promise<Welcomed & { opened: T }> {
  const email = readEmail(proven)
  const person = { ...proven, email }
  await countNewcomer(deps, em.fork(), person, arrival.origin)
  const attempt = () => signIn(deps, em, person, arrival, open)
  try {
    return await again(TRIES, attempt)
  } catch (error) {
    if (error instanceof Refusal && error.code === 'email_taken') {
      await recordFailure(deps, em.fork(), email, { event: 'link', provider: proven.provider, origin: arrival.origin })
    }
    throw error
  }
}

const isEmail = schemaGuard(Email)

// Whoever holds the address decides whose account this is, so what the provider has not verified decides nothing.
function readEmail({ claims }: Proven): string {
  if (!isEmailVerified(claims)) throw new Refusal('email_not_verified')
  if (!isEmail(claims.email)) throw invalidField('email', 'must be an e-mail address of ASCII characters')
  return claims.email.toLowerCase()
}

async function signIn<T>(deps: Deps, em: EntityManager, proven: Proven & Person, arrival: Arrival, open: Opening<T>) {
  // Before the transaction: a password takes its time, and a wrong one is counted whatever becomes of the rest.
  const provedHash = await provePassword(deps, em.fork(), proven, arrival)
  const { events, ...done } = await em.fork().transactional(async (em) => {
    if (!(await spend(deps, em, proven))) throw new Refusal('token_invalid')
    const holder = await findHolder(em, proven)
    const proof = { password: arrival.password, provedHash }
    const { user, events } = await settleAccount(deps, em, proven, proof, holder)
    const { provider } = proven
    for (const event of events) recordActivity(deps, em, user.id, { event, provider, origin: arrival.origin })
    const welcomed = { user, provider, isNewUser: events.includes('registration') }
    return { ...welcomed, opened: open(em, welcomed), events }
  })
  if (events.includes('take_over')) deps.log.warn({ user: done.user.id }, 'an account was taken over by its address')
  return done
}

// Another request made, linked, changed or erased the account between our look at it and our lock on it.
const isSuperseded = (error: unknown) =>
  error instanceof Superseded || error instanceof UniqueConstraintViolationException

async function again<T>(tries: number, attempt: () => Promise<T>): Promise<T> {
  try {
    return await attempt()
  } catch (error) {
    if (!isSuperseded(error)) throw error
    if (tries === 1) throw new Refusal('unavailable')
    return again(tries - 1, attempt)
  }
}
