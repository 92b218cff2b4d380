import type { EntityManager } from '@mikro-orm/postgresql'
import type { Deps } from '../deps.ts'

/** Removes limits that no longer count anything. */
export const forgetLimits = async ({ now }: Pick<Deps, 'now'>, em: EntityManager): Promise<void> =>
  void (await em.execute('delete from identity.limits where expires_at < ?', [now()]))
