import type { Stack } from '../test/fixtures/start-stack.ts'

const FEWEST_ROWS = 500

const SIZES = `
  select schemaname || '.' || relname as name, pg_total_relation_size(relid)::float8 as bytes
  from pg_stat_user_tables where schemaname in ('identity', 'notification')`

/** Bytes of a row with its indexes, of each table that has rows enough to tell. */
export async function sizesOf({ query }: Pick<Stack, 'query'>) {
  const sizes: { name: string; rows: number; bytesEach: number }[] = []
  for (const { name, bytes } of await query<{ name: string; bytes: number }>(SIZES)) {
    const [{ rows } = { rows: 0 }] = await query<{ rows: number }>(`select count(*)::int as rows from ${name}`)
    if (rows >= FEWEST_ROWS) sizes.push({ name, rows, bytesEach: Math.round(bytes / rows) })
  }
  return sizes.sort((a, b) => b.bytesEach - a.bytesEach)
}
