import { Refusal } from '@gatehouse/platform/refusal'
import type { EntityManager } from '@mikro-orm/postgresql'
import { lockUser } from '../../accounts/lock-user.ts'
import type { Deps } from '../../deps.ts'
import type { Credentials } from '../../sessions/open-session.ts'
import { openSession } from '../../sessions/open-session.ts'
import type { Welcomed } from '../welcomed.ts'
import { hashOf } from './offer-exchange-code.ts'

type Row = { user_id: string; provider: string; is_new_user: boolean; ip: string; user_agent: string | null }

/**
 * Opens the session that a one-time code stands for. Of any number of requests with it one succeeds, within the minute
 * that it lives, unless the user's sessions were ended meanwhile.
 */
export const redeemExchangeCode = (
  deps: Deps,
  em: EntityManager,
  code: string
): Promise<Welcomed & { opened: Credentials }> =>
  em.transactional(async (em) => {
    const waiting = await em.execute('select user_id from identity.exchange_codes where code_hash = ?', [hashOf(code)])
    const [owner] = waiting as Pick<Row, 'user_id'>[]
    if (!owner) throw new Refusal('invalid_code')
    // The user first, as everywhere: whoever ends the user's sessions is either done or will end this one.
    const user = await lockUser(em, owner.user_id, 'invalid_code')
    const taken = await em.execute(
      `delete from identity.exchange_codes where code_hash = ? and expires_at > ?
       returning provider, is_new_user, ip, user_agent`,
      [hashOf(code), deps.now()]
    )
    const [row] = taken as Row[]
    if (!row) throw new Refusal('invalid_code')
    const opened = openSession(deps, em, user, row.provider, { ip: row.ip, userAgent: row.user_agent })
    return { user, provider: row.provider, isNewUser: row.is_new_user, opened }
  })
