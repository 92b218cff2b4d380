import type { Test } from 'tap'
import type { Backend } from '../../test/fixtures/backends.ts'
import { POSTGRES, REDIS } from '../../test/fixtures/backends.ts'
import { createEmptyDatabase } from '../../test/fixtures/database.ts'
import type { Store as Reachable } from '../../test/fixtures/outages.ts'
import { POSTGRES_OUTAGE } from '../../test/fixtures/outages.ts'
import { startRedis } from '../../test/fixtures/redis-server.ts'
import { startOwnPostgres } from './own-postgres.ts'

/** The queue's store, apart from the services' database, so that it alone can fail. */
export type Store = Reachable & {
  /** The server's own address, past whatever door can be slammed. */
  serverUrl: string
  /** Crashes the server and starts it again on what its disk has. Only for a store that was opened as `crashable`. */
  crash: () => Promise<void>
}
export type Home = {
  name: 'PostgreSQL' | 'Redis'
  backend: Backend
  openStore: (t: Test, how: { crashable: boolean }) => Promise<Store>
}

const never = async () => {
  throw new Error('open the store as crashable')
}

const openPostgres: Home['openStore'] = async (t, { crashable }) => {
  if (!crashable) {
    const store = await POSTGRES_OUTAGE.openStore(t)
    return { ...store, serverUrl: store.queueUrl, crash: never }
  }
  const server = await startOwnPostgres(t)
  const database = await createEmptyDatabase(server.url)
  const crash = async () => {
    await server.crash()
    await server.startAgain()
  }
  const store = { queueUrl: database.url, takeAway: server.crash, giveBack: server.startAgain }
  return { ...store, serverUrl: database.url, crash }
}

const openRedis: Home['openStore'] = async (t) => {
  const server = await startRedis(t)
  const crash = async () => {
    await server.kill()
    await server.startAgain()
  }
  return { queueUrl: server.url, serverUrl: server.url, takeAway: server.kill, giveBack: server.startAgain, crash }
}

/** Both homes that the queue may have. */
export const HOMES: Home[] = [
  { name: 'PostgreSQL', backend: POSTGRES, openStore: openPostgres },
  { name: 'Redis', backend: REDIS, openStore: openRedis }
]
