import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Test } from 'tap'
import { asAccount, chooseAccount } from '../../../../infra/local/postgres/account.ts'
import { embeddedBinaries } from '../../../../infra/local/postgres/binaries.ts'
import { clusterUrl } from '../../../../infra/local/postgres/cluster.ts'
import { createCluster } from '../../../../infra/local/postgres/create-cluster.ts'
import { findPort } from '../../../../infra/local/postgres/find-port.ts'
import { waitForDatabase } from '../../../../infra/local/postgres/wait-for-database.ts'
import { endWithUs } from '../../test/fixtures/end-with-us.ts'
import { until } from '../../test/fixtures/until.ts'

export type OwnPostgres = Awaited<ReturnType<typeof startOwnPostgres>>

/** A PostgreSQL server of the case's own, that can crash. Its commits are on disk before they are answered. */
export async function startOwnPostgres(t: Test) {
  const binaries = await embeddedBinaries()
  if (!binaries) throw new Error('there is no embedded PostgreSQL for this platform')
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'gatehouse-chaos-')))
  chmodSync(folder, 0o711)
  const data = join(folder, 'data')
  const account = chooseAccount(binaries, data, folder)
  const cluster = { name: 'PostgreSQL', binaries, account, folder: data, password: randomBytes(24).toString('hex') }
  const whole = { ...cluster, log: join(folder, 'log'), options: {} }
  await createCluster(whole, ['--locale=C', '--no-sync'], new AbortController().signal)
  const port = await findPort()
  const args = ['-D', data, '-p', `${port}`, '-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories=']
  const url = clusterUrl(whole, port, 'postgres')
  const launch = () => {
    const started = asAccount(account, binaries.postgres, [...args, '-c', 'max_connections=200'])
    const server = spawn(started.command, started.args, { ...started.options, cwd: folder, stdio: 'ignore' })
    server.once('exit', endWithUs('INT', server.pid ?? 0))
    return server
  }
  let server = launch()
  // At once and without a last word, as when the machine fails; what was committed is recovered at the next start.
  const crash = async () => {
    if (server.exitCode !== null || server.signalCode !== null) return
    const ended = once(server, 'exit')
    server.kill('SIGQUIT')
    await ended
  }
  t.teardown(async () => {
    await crash()
    rmSync(folder, { recursive: true, force: true })
  })
  await reach(url)
  return {
    url,
    crash,
    startAgain: async () => {
      server = launch()
      await reach(url)
    }
  }
}

// On a busy machine a server that recovers cuts a connection off, or lets it wait, in more ways than one.
const reach = (url: string) =>
  until('the server answers', () =>
    waitForDatabase(url)
      .then(() => true)
      .catch(() => false)
  )
