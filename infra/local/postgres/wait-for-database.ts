import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'

const TRY_EVERY_MS = 20
const CONNECT_TIMEOUT_MS = 5000
// Refused, cut off while starting, "the database system is starting up".
const NOT_YET = ['ECONNREFUSED', 'ECONNRESET', '57P03']
const NO_SUCH_DATABASE = '3D000'

/** Resolves when the database of this address can be used; makes it if the server does not have it. */
export async function waitForDatabase(url: string): Promise<void> {
  for (;;) {
    const code = await tryQuery(url, 'select 1')
    if (code === undefined) return
    if (code === NO_SUCH_DATABASE) await createDatabase(url)
    else if (NOT_YET.includes(code)) await pause(TRY_EVERY_MS)
  }
}

async function createDatabase(url: string) {
  const server = new URL(url)
  const name = server.pathname.slice(1)
  server.pathname = '/postgres'
  await tryQuery(server.href, `create database ${pg.escapeIdentifier(name)}`)
}

/** The code of what is to be tried again; anything else is thrown. */
async function tryQuery(connectionString: string, query: string): Promise<string | undefined> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: CONNECT_TIMEOUT_MS })
  client.on('error', () => {})
  try {
    await client.connect()
    await client.query(query)
    return undefined
  } catch (error) {
    const { code } = error as { code?: string }
    if (code && [...NOT_YET, NO_SUCH_DATABASE].includes(code)) return code
    throw error
  } finally {
    await client.end().catch(() => {})
  }
}
