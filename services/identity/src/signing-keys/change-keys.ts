import type { EntityManager } from '@mikro-orm/postgresql'

/** One transaction that changes the keys, alone: whoever else would change them waits, and finds them changed. */
export const changeKeys = <T>(em: EntityManager, change: (em: EntityManager) => Promise<T>): Promise<T> =>
  em.transactional(async (em) => {
    await em.execute(`select pg_advisory_xact_lock(hashtext('gatehouse.signing_keys'))`)
    return change(em)
  })
