import { followReplica, ReplicaLost } from '@gatehouse/platform/database/follow-replica'
import { openHeartbeat } from '@gatehouse/platform/database/heartbeat'
import t from 'tap'
import { createDatabase } from '../helpers/database.ts'
import { until } from '../helpers/until.ts'
import { openWorld } from '../helpers/world.ts'

type Test = Parameters<typeof openWorld>[0]
type Line = { said: string; known: object }

/** Two databases, of which the second shows of the first what the test brings over. */
async function openPair(t: Test) {
  const { deps } = await openWorld(t)
  const replicaUrl = await createDatabase(t)
  const other = await openWorld(t, [], replicaUrl)
  const clock = { ms: 1000 }
  const heartbeat = openHeartbeat({ primary: deps.orm, replicaUrl, schema: 'notification' })
  const lines: Line[] = []
  const keep = (known: object | string, said?: string) =>
    void lines.push({ said: said ?? `${known}`, known: Object(known) })
  const followed = followReplica({ heartbeat, log: { warn: keep, info: keep } as never, now: () => clock.ms })
  const rows = () =>
    deps.orm.em.fork().execute<{ id: string; at_ms: number }[]>('select id, at_ms from notification.heartbeats')
  /** As a replica replays what there is now. */
  const replay = async () => {
    const [row] = await until('it beats', async () => (await rows()).some(({ at_ms }) => at_ms === clock.ms) && rows())
    const sql = `insert into notification.heartbeats (id, at_ms) values (?, ?) on conflict (id) do update set at_ms = ?`
    await other.deps.orm.em.fork().execute(sql, [row?.id, row?.at_ms, row?.at_ms])
  }
  const end = async () => {
    await followed.stop()
    await heartbeat.end()
  }
  return { other: other.deps.orm, clock, followed, replay, rows, lines, end }
}

t.test('a replica is as old as the newest heartbeat that it shows', async (t) => {
  const { clock, followed, replay, rows, lines, end } = await openPair(t)
  t.equal(followed.behindMs(), Number.POSITIVE_INFINITY, 'of no known age, before it showed one')
  await replay()
  await until('it is current', () => followed.behindMs() === 0)
  clock.ms += 90_000
  t.equal(followed.behindMs(), 90_000)
  await until('the log tells it', () => lines.length > 0)
  t.match(lines, [{ known: { behind_seconds: 90, is_replica: false }, said: 'behind' }])
  await replay()
  await until('it has caught up', () => followed.behindMs() === 0)
  await until('the log tells that too', () => lines.length > 1)
  await end()
  t.same(await rows(), [], 'a process that ends leaves nothing behind')
})

t.test('another life of the database is never current, wherever its log has got to', async (t) => {
  const { clock, other, followed, replay, end } = await openPair(t)
  await replay()
  await until('it is current', () => followed.behindMs() === 0)
  // The primary of that life goes on, with the heartbeats of its own processes.
  clock.ms += 6000
  const foreign = 'insert into notification.heartbeats (id, at_ms) values (gen_random_uuid(), ?)'
  await other.em.fork().execute(foreign, [clock.ms])
  const [{ now: before } = { now: '' }] = await other.em.fork().execute('select now()::text as now')
  await until('it was looked at again', async () => {
    const [{ seen } = { seen: false }] = await other.em.fork().execute(LOOKED, [before])
    return seen
  })
  t.equal(followed.behindMs(), 6000)
  await end()
})

t.test('whoever reads a replica that falls silent is told, and nobody asks it any more', async (t) => {
  const { other, followed, replay, lines, end } = await openPair(t)
  await replay()
  await until('it is current', () => followed.behindMs() === 0)
  const reading = followed.unlessLost(new Promise(() => {}))
  await other.em.fork().transactional(async (em) => {
    await em.execute('lock table notification.heartbeats')
    await t.rejects(reading, new ReplicaLost())
    t.equal(followed.behindMs(), Number.POSITIVE_INFINITY)
    t.match(lines, [{ known: { reason: 'Error' }, said: 'does not answer' }])
  })
  await until('it is current again', () => followed.behindMs() === 0)
  await end()
})

const ASKER = `application_name = 'gatehouse-notification-heartbeat' and datname = current_database()`
const LOOKED = `select exists (select from pg_stat_activity where ${ASKER} and query_start > ?::timestamptz) as seen`
