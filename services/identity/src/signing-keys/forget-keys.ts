import type { EntityManager } from '@mikro-orm/postgresql'
import { SigningKeyEntity } from './signing-key.entity.ts'
import { isSpentBefore } from './times.ts'

type ForgetDeps = { now: () => Date; settings: { accessTokenTtl: number } }

/** Forgets the previous keys of which no token can live any more. */
export async function forgetKeys({ now, settings }: ForgetDeps, em: EntityManager): Promise<void> {
  await em.nativeDelete(SigningKeyEntity, { retiredAt: { $lt: isSpentBefore(now(), settings.accessTokenTtl) } })
}
