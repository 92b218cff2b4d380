import { Redis } from 'ioredis'
import { openConnection } from './own-connection.ts'
import type { Store } from './stores.ts'

/** One word to the queue's server, past whatever stands between it and the services. */
export async function onRedis<T>({ serverUrl }: Pick<Store, 'serverUrl'>, say: (client: Redis) => Promise<T>) {
  const client = new Redis(serverUrl)
  try {
    return await say(client)
  } finally {
    client.disconnect()
  }
}

export const onPostgres = ({ serverUrl }: Pick<Store, 'serverUrl'>, ...statements: string[]) =>
  onDatabase(serverUrl, ...statements)

export async function onDatabase(url: string, ...statements: string[]): Promise<object[]> {
  const connection = await openConnection(url)
  try {
    let rows: object[] = []
    for (const statement of statements) rows = await connection.query(statement)
    return rows
  } finally {
    await connection.end()
  }
}

/** Why each job of a queue is in the failed set, by the job's id. */
export async function failedJobs(store: Pick<Store, 'serverUrl'>, queue: string): Promise<Record<string, string>> {
  if (!store.serverUrl.startsWith('redis')) {
    const sql = `select id, failed_reason as reason from bullmq.job where queue = '${queue}' and state = 'failed'`
    const rows = (await onPostgres(store, sql)) as { id: string; reason: string }[]
    return Object.fromEntries(rows.map(({ id, reason }) => [id, reason]))
  }
  return onRedis(store, async (client) => {
    const ids = await client.zrange(`{gatehouse}:${queue}:failed`, '0', '-1')
    const reasons = ids.map(async (id) => [id, await client.hget(`{gatehouse}:${queue}:${id}`, 'failedReason')])
    return Object.fromEntries(await Promise.all(reasons))
  })
}
