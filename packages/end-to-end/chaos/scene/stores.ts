import type { Test } from 'tap'
import type { Backend } from '../../test/fixtures/backends.ts'
import { POSTGRES, REDIS } from '../../test/fixtures/backends.ts'
import { createEmptyDatabase } from '../../test/fixtures/database.ts'
import type { Store as Reachable } from '../../test/fixtures/outages.ts'
import { startProxy } from '../../test/fixtures/proxy.ts'
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
}
export type Opening = { crashable: boolean; silenceable: boolean }
export type Home = {
  name: 'PostgreSQL' | 'Redis'
  backend: Backend
  openStore: (t: Test, how: Opening) => Promise<Store>
}

const never = async () => {
  throw new Error('open the store as crashable')
}

const unheard = () => {
  throw new Error('open the store as silenceable')
}

const openPostgres: Home['openStore'] = async (t, { crashable }) => {
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

/** Both homes that the queue may have. */
export const HOMES: Home[] = [
  { name: 'PostgreSQL', backend: POSTGRES, openStore: openPostgres },
  { name: 'Redis', backend: REDIS, openStore: openRedis }
]
