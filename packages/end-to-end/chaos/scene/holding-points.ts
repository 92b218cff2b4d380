import { createHash } from 'node:crypto'
import type { Test } from 'tap'
import { until } from '../../test/fixtures/until.ts'
import type { Client } from './own-connection.ts'
import { openConnection } from './own-connection.ts'

/** A moment in the life of a row: which change of which table, under which condition on the new row. */
export type Moment = { table: string; on: 'insert' | 'update'; when?: string }
export type HoldingPoint = Awaited<ReturnType<typeof holdAt>>

/**
 * Stops whoever makes this change, inside their transaction, until it is let go: so that a process can be killed between
 * two lines of its code. The database does the stopping (a trigger that waits for a lock of ours): the processes under
 * test are those that run in production, without a line for tests in them.
 */
export async function holdAt(t: Test, databaseUrl: string, { table, on, when = 'true' }: Moment) {
  const name = `hold_${createHash('sha256').update(`${table} ${on} ${when} ${Math.random()}`).digest('hex').slice(0, 12)}`
  const key = Number.parseInt(name.slice(-8), 16) % 2 ** 31
  const keeper = await openConnection(databaseUrl)
  t.teardown(keeper.end)
  await keeper.query(`select pg_advisory_lock(${key})`)
  await keeper.query(`create function public.${name}() returns trigger language plpgsql as $$
    begin
      if pg_catalog.current_setting('application_name') <> 'chaos' then
        perform pg_catalog.set_config('statement_timeout', '0', true);
        perform pg_catalog.pg_advisory_lock_shared(${key});
        perform pg_catalog.pg_advisory_unlock_shared(${key});
      end if;
      return new;
    end $$`)
  await keeper.query(`create trigger ${name} before ${on} on ${table} for each row when (${when})
    execute function public.${name}()`)
  return {
    /** Waits until somebody stands there. */
    reached: () => until(`somebody changes ${table}`, () => isWaitedFor(keeper, key)),
    /** Ends the connections of those who stand there: the server would not notice that their process is dead. */
    sendAway: () => keeper.query(`select pg_terminate_backend(pid) ${waitingFor(key)}`),
    /** Lets everybody go on who still lives, and stops nobody any more. */
    letGo: async () => {
      // The trigger first, so that nobody is stopped after the lock is gone; a waiting one holds its table's lock.
      await keeper.query(`select pg_advisory_unlock(${key})`)
      await keeper.query(`drop trigger if exists ${name} on ${table}`)
    }
  }
}

const isWaitedFor = async (keeper: Client, key: number) => {
  return (await keeper.query(`select ${waitingFor(key)}`)).length > 0
}

const waitingFor = (key: number) => `from pg_locks where locktype = 'advisory' and objid = ${key} and not granted`
