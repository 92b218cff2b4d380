import { createHash, randomBytes } from 'node:crypto'
import type { EntityManager } from '@mikro-orm/postgresql'
import type { Deps } from '../../deps.ts'
import type { Origin } from '../../sessions/open-session.ts'
import { ExchangeCodeEntity } from '../exchange-code.entity.ts'
import type { Welcomed } from '../welcomed.ts'

const LIFE_MS = 60_000

/** Makes, with the caller's transaction, the one-time code for which a frontend gets the session of a redirect flow. */
export function offerExchangeCode({ now }: Pick<Deps, 'now'>, em: EntityManager, welcomed: Welcomed, origin: Origin) {
  const code = randomBytes(32).toString('base64url')
  const expiresAt = new Date(now().getTime() + LIFE_MS)
  em.create(ExchangeCodeEntity, { codeHash: hashOf(code), ...welcomed, ...origin, expiresAt })
  return code
}

export const hashOf = (code: string) => createHash('sha256').update(code).digest()
