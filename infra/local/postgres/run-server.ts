import { spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Supervised } from '../start/supervise.ts'
import { supervise } from '../start/supervise.ts'
import { asAccount } from './account.ts'
import type { Cluster } from './cluster.ts'
import { clusterUrl } from './cluster.ts'
import { waitForDatabase } from './wait-for-database.ts'

export type Server = { url: string; lost: Promise<never>; stop: () => Promise<void> }

/**
 * Runs a server on 127.0.0.1 until `stop`, which ends it in order. In its own group: Ctrl-C must not take it away
 * before the services have drained. One that dies before it was ever ready is given up, later it is started again.
 */
export function runServer(cluster: Cluster, port: number, database?: string): Server & { ready: Promise<void> } {
  let wasReady = false
  const server: Supervised = supervise({
    name: cluster.name,
    launch: () => launch(cluster, port),
    signal: 'SIGINT',
    graceMs: 30_000,
    lastSignal: 'SIGQUIT',
    giveUp: () => (wasReady ? undefined : `${cluster.name} does not start: ${lastLines(cluster.log)}`)
  })
  const url = clusterUrl(cluster, port, database)
  const ready = Promise.race([waitForDatabase(url), server.lost]).then(() => {
    wasReady = true
  })
  ready.catch(() => {})
  return { url, ready, lost: server.lost, stop: server.stop }
}

// Error details and statements can hold phone numbers and addresses: they stay out of the server's log.
const ALWAYS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  log_error_verbosity: 'terse',
  log_min_error_statement: 'panic'
}

function launch({ binaries, account, folder, log, options }: Cluster, port: number) {
  const settings = Object.entries({ ...ALWAYS, ...options }).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const started = asAccount(account, binaries.postgres, ['-D', folder, '-p', `${port}`, ...settings])
  rmSync(log, { force: true })
  const output = openSync(log, 'w', 0o600)
  const env = { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' }
  const child = spawn(started.command, started.args, {
    ...started.options,
    cwd: dirname(folder),
    env,
    detached: true,
    stdio: ['ignore', output, output]
  })
  closeSync(output)
  return child
}

function lastLines(log: string) {
  return readFileSync(log, 'utf8').trim().split('\n').slice(-5).join('\n')
}
