import type { EntityManager } from '@mikro-orm/postgresql'

const BATCH = 5000

/** How many batches a round of a sweep does: what is left is for the next, so that a service that stops need not wait. */
export const A_ROUND = 5

/**
 * Deletes old rows a few thousand at a time, so that no statement runs into its time-out however many there are, and
 * skips those that somebody holds, so that nobody waits for a sweep.
 * @param table with its schema; @param where a condition with `?` for each of `values`. Both are ours, never a caller's.
 * @param batches at most so many
 */
export async function deleteInBatches(
  em: EntityManager,
  table: string,
  where: string,
  values: unknown[],
  batches = Number.POSITIVE_INFINITY
): Promise<void> {
  const old = `select tableoid as part, ctid as place from ${table} where ${where} limit ${BATCH} for update skip locked`
  // Both: of a partitioned table, each partition has a row at the same place.
  const sweep = `with old as materialized (${old}) delete from ${table} as kept using old
    where kept.tableoid = old.part and kept.ctid = old.place returning 1 as one`
  let deleted = BATCH
  for (let done = 0; deleted === BATCH && done < batches; done++) {
    deleted = ((await em.execute(sweep, values)) as unknown[]).length
  }
}
