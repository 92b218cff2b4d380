import { spawn } from 'node:child_process'
import { chownSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { StartFault } from '@gatehouse/platform/command/say'
import { signalGroup } from '../start/end-process.ts'
import { asAccount } from './account.ts'
import type { Cluster } from './cluster.ts'
import { SUPERUSER } from './cluster.ts'

/**
 * Makes the data directory if there is none. It gets its name only when it is whole, so one that was cut short is
 * made again; when stopped, nothing of it still runs.
 */
export async function createCluster(cluster: Cluster, arguments_: string[], stop: AbortSignal) {
  if (existsSync(cluster.folder)) return
  stop.throwIfAborted()
  const unfinished = `${cluster.folder}.unfinished`
  const passwordFile = `${cluster.folder}.password`
  rmSync(unfinished, { recursive: true, force: true })
  mkdirSync(unfinished, { mode: 0o700 })
  writeFileSync(passwordFile, cluster.password, { mode: 0o600 })
  if (cluster.account) {
    for (const path of [unfinished, passwordFile]) chownSync(path, cluster.account.uid, cluster.account.gid)
  }
  try {
    await runInitdb(cluster, ['-D', unfinished, `--pwfile=${passwordFile}`, ...arguments_], stop)
    renameSync(unfinished, cluster.folder)
  } finally {
    rmSync(passwordFile, { force: true })
    rmSync(unfinished, { recursive: true, force: true })
  }
}

const ALWAYS = ['-U', SUPERUSER, '--auth=scram-sha-256', '--encoding=UTF8']

async function runInitdb({ binaries, account, folder }: Cluster, own: string[], stop: AbortSignal) {
  const { command, args, options } = asAccount(account, binaries.initdb, [...ALWAYS, ...own])
  const cwd = dirname(folder)
  const child = spawn(command, args, { ...options, cwd, detached: true, stdio: ['ignore', 'ignore', 'pipe'] })
  let output = ''
  child.stderr.setEncoding('utf8').on('data', (text) => {
    output += text
  })
  const kill = () => signalGroup(child, 'SIGTERM')
  stop.addEventListener('abort', kill, { once: true })
  const { promise, resolve, reject } = Promise.withResolvers<number | null>()
  child.once('error', reject).once('close', resolve)
  const exitCode = await promise.finally(() => stop.removeEventListener('abort', kill))
  stop.throwIfAborted()
  if (exitCode !== 0) throw new StartFault(`PostgreSQL could not make its data directory: ${output.trim()}`)
}
