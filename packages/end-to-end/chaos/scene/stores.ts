import type { Test } from 'tap'
import type { Backend } from '../../test/fixtures/backends.ts'
import { POSTGRES, REDIS } from '../../test/fixtures/backends.ts'
import { createEmptyDatabase } from '../../test/fixtures/database.ts'
import type { Store as Reachable } from '../../test/fixtures/outages.ts'
import { startProxy } from '../../test/fixtures/proxy.ts'
import type { RedisCluster } from '../../test/fixtures/redis-cluster.ts'
import { startRedisCluster } from '../../test/fixtures/redis-cluster.ts'
import { startRedis } from '../../test/fixtures/redis-server.ts'
import { startOwnPostgres } from './own-postgres.ts'

/** The queue's store, apart from the services' database, so that it alone can fail. */
export type Store = Reachable & {
  /** The server's own address, past whatever door can be slammed. */
  serverUrl: string
  /** Crashes the server and starts it again on what its disk has. Only for a store that was opened as `crashable`. */
  crash: () => Promise<void>
  /** Every connection that stands falls silent; new ones work. Only for a store that was opened as `silenceable`. */
  silence: () => void
  /** Where its servers keep their files, if they are several. */
  folders?: string[]
  cluster?: RedisCluster
}
export type Opening = { crashable: boolean; silenceable: boolean }
export type Home = {
  name: 'PostgreSQL' | 'Redis' | 'Redis Cluster'
  backend: Backend
  openStore: (t: Test, how: Opening) => Promise<Store>
}

const never = async () => {
  throw new Error('open the store as crashable')
}

const unheard = () => {
  throw new Error('open the store as silenceable')
}

const openPostgres: Home['openStore'] = async (t, { crashable, silenceable }) => {
  if (!crashable) {
    const database = await createEmptyDatabase(POSTGRES.serverUrl)
    t.teardown(database.drop)
    return { ...(await behindProxy(t, database.url)), crash: never }
  }
  const server = await startOwnPostgres(t)
  const database = await createEmptyDatabase(server.url)
  const crash = async () => {
    await server.crash()
    await server.startAgain()
  }
  if (silenceable) return { ...(await behindProxy(t, database.url)), crash }
  const store = { queueUrl: database.url, takeAway: server.crash, giveBack: server.startAgain }
  return { ...store, serverUrl: database.url, crash, silence: unheard }
}

async function behindProxy(t: Test, serverUrl: string) {
  const { url, slam, open, silence } = await startProxy(t, serverUrl)
  return { queueUrl: url, serverUrl, takeAway: slam, giveBack: open, silence }
}

const openRedis: Home['openStore'] = async (t, { silenceable }) => {
  const server = await startRedis(t)
  const crash = async () => {
    await server.kill()
    await server.startAgain()
  }
  if (silenceable) return { ...(await behindProxy(t, server.url)), crash }
  const store = { queueUrl: server.url, takeAway: server.kill, giveBack: server.startAgain }
  return { ...store, serverUrl: server.url, crash, silence: unheard }
}

// Its cases kill its nodes themselves.
const openCluster: Home['openStore'] = async (t) => {
  const cluster = await startRedisCluster(t)
  const { url, folders } = cluster
  return {
    queueUrl: url,
    serverUrl: url,
    takeAway: never,
    giveBack: never,
    crash: never,
    silence: unheard,
    folders,
    cluster
  }
}

export const CLUSTER: Home = { name: 'Redis Cluster', backend: REDIS, openStore: openCluster }

/** Both homes that the queue may have. */
export const HOMES: Home[] = [
  { name: 'PostgreSQL', backend: POSTGRES, openStore: openPostgres },
  { name: 'Redis', backend: REDIS, openStore: openRedis }
]
