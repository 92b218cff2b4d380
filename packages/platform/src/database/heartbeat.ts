import { randomUUID } from 'node:crypto'
import type { MikroORM } from '@mikro-orm/postgresql'
import pg from 'pg'
import { within } from '../within.ts'

const PATIENCE_MS = 2000

type Between = { primary: MikroORM; replicaUrl: string; schema: string }
export type Heartbeat = Pick<ReturnType<typeof openHeartbeat>, 'beat' | 'seen'>

/**
 * A row of this process alone, in the table `heartbeats` of the service's schema, with the time by its clock: what the
 * replica shows of it tells how old all is that it shows. A place in PostgreSQL's log would not: the log of another life
 * of the database has the same places.
 */
export function openHeartbeat({ primary, replicaUrl, schema }: Between) {
  const id = randomUUID()
  const table = `${schema}.heartbeats`
  const write = (sql: string, values: unknown[]) =>
    within(PATIENCE_MS, 'the heartbeat', primary.em.fork().execute(sql, values))
  // Its own, so that it never waits behind slow pages, and they do not make the replica look away.
  const pool = new pg.Pool({
    connectionString: replicaUrl,
    max: 1,
    application_name: `gatehouse-${schema}-heartbeat`,
    connectionTimeoutMillis: PATIENCE_MS,
    query_timeout: PATIENCE_MS,
    keepAlive: true
  })
  pool.on('error', () => {}) // The next question says so.
  return {
    beat: (at: number) =>
      write(
        `insert into ${table} (id, at_ms) values (?, ?)
         on conflict (id) do update set at_ms = excluded.at_ms, beat_at = now()`,
        [id, at]
      ),
    /** What the replica shows of the last beat; nothing if it has never heard of this process. */
    seen: async (): Promise<{ at: number | null; isReplica: boolean }> => {
      const sql = `select (select at_ms from ${table} where id = $1) as at, pg_is_in_recovery() as "isReplica"`
      const { rows } = await within(PATIENCE_MS, 'the replica', pool.query(sql, [id]))
      return rows[0]
    },
    /** Also forgets processes that died. */
    end: async () => {
      await write(`delete from ${table} where id = ? or beat_at < now() - interval '1 day'`, [id]).catch(() => {})
      await within(PATIENCE_MS, 'closing', pool.end()).catch(() => {})
    }
  }
}
