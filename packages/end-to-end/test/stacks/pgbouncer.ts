import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import type { Test } from 'tap'
import { findPort } from '../../../../infra/local/postgres/find-port.ts'
import { findProgram } from '../gateway/program.ts'
import { startServer } from './start-server.ts'

const TIMEOUT = 'statement_timeout'

export const PGBOUNCER = findProgram('pgbouncer')

/**
 * PgBouncer in front of a server, with transaction pooling: each transaction takes any connection, so that nothing may
 * rely on its session. @returns the same address through it
 */
export async function startPgBouncer(t: Test, databaseUrl: string): Promise<string> {
  // What the services set for each connection has to be set for their role where many share one: docs/scaling.md.
  await ask(
    databaseUrl,
    `alter role current_user in database "${new URL(databaseUrl).pathname.slice(1)}" set ${TIMEOUT} = '5s'`
  )
  const [there, port] = [new URL(databaseUrl), await findPort()]
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-pgbouncer-'))
  t.teardown(() => rm(folder, { recursive: true, force: true }))
  const file = join(folder, 'pgbouncer.ini')
  await writeFile(file, settings(there, port))
  // It refuses to run as root, and whoever it is then has to read this.
  await chmod(folder, 0o755)
  const account = process.getuid?.() === 0 ? ['--user', 'nobody'] : []
  await startServer(t, PGBOUNCER ?? 'pgbouncer', [...account, file], { port })
  there.host = `127.0.0.1:${port}`
  t.same(await ask(there.href, `show ${TIMEOUT}`), [{ [TIMEOUT]: '5s' }], 'a statement through it has its end')
  return there.href
}

async function ask(connectionString: string, statement: string): Promise<object[]> {
  const client = new Client({ connectionString })
  await client.connect()
  try {
    return (await client.query(statement)).rows
  } finally {
    await client.end()
  }
}

const settings = ({ hostname, port, username, password }: URL, listenPort: number) => `
[databases]
* = host=${hostname} port=${port || 5432} user=${decodeURIComponent(username)} password=${decodeURIComponent(password)}

[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${listenPort}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = 20
max_client_conn = 1000
ignore_startup_parameters = extra_float_digits,statement_timeout,idle_in_transaction_session_timeout
`
