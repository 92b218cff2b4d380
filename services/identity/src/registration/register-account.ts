import type { Register } from '@gatehouse/contracts'
import { Refusal, refuseFaults, tooMany } from '@gatehouse/platform/refusal'
import type { EntityManager } from '@mikro-orm/postgresql'
import { UniqueConstraintViolationException } from '@mikro-orm/postgresql'
import { v7 as uuid } from 'uuid'
import { UserEntity } from '../accounts/user.entity.ts'
import { recordActivity } from '../activity/record-activity.ts'
import type { Deps } from '../deps.ts'
import { addressKey } from '../limits/address-key.ts'
import { count } from '../limits/count.ts'
import { ownAddressFault } from '../passwords/own-address.ts'
import { hashPassword } from '../passwords/password-hash.ts'
import { applyProfile } from '../profiles/apply-profile.ts'
import type { Credentials, Origin } from '../sessions/open-session.ts'
import { openSession } from '../sessions/open-session.ts'

export type Registered = { user: UserEntity; credentials: Credentials }

/** Makes an account and signs it in. Of any number of registrations with one address, one succeeds. */
export async function registerAccount(
  deps: Deps,
  em: EntityManager,
  asked: Register,
  origin: Origin
): Promise<Registered> {
  const { email: written, password, ...profile } = asked
  const email = written.toLowerCase()
  refuseFaults(ownAddressFault('password', password, email))
  await countRegistration(deps, em, origin.ip)
  if (await em.findOne(UserEntity, { email }, { fields: ['id'] })) throw new Refusal('email_taken')
  const passwordHash = await hashPassword(password)
  const user = em.create(UserEntity, { id: uuid(), email, passwordHash, createdAt: deps.now() })
  applyProfile(user, profile, deps.settings)
  const credentials = openSession(deps, em, user, 'password', origin)
  recordActivity(deps, em, user.id, { event: 'registration', provider: 'password', origin })
  await em.flush().catch(refuseTaken)
  return { user, credentials }
}

async function countRegistration(deps: Deps, em: EntityManager, ip: string) {
  const { allowed, from } = await count(deps, em.fork(), ['register-address', addressKey(ip)])
  if (!allowed) throw tooMany((from - deps.now().getTime()) / 1000)
}

function refuseTaken(error: unknown): never {
  throw error instanceof UniqueConstraintViolationException ? new Refusal('email_taken') : error
}
