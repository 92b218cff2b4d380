import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { StartFault } from '@gatehouse/platform/command/say'
import type { Closing } from '../start/closing.ts'
import { unlessStopped } from '../start/stop-request.ts'
import { chooseAccount } from './account.ts'
import { embeddedBinaries } from './binaries.ts'
import type { Cluster } from './cluster.ts'
import { createCluster } from './create-cluster.ts'
import { findPort } from './find-port.ts'
import type { Server } from './run-server.ts'
import { runServer } from './run-server.ts'
import { stopLeftover } from './stop-leftover.ts'

// PostgreSQL's own C.UTF-8 (17 and later): text sorts the same whatever locales the machine has.
const LOCALE = ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']

/** The database of this data folder, running, with the same password and, if it is free, port as the last time. */
export async function runEmbedded(dataFolder: string, opened: Closing, stop: AbortSignal): Promise<Server> {
  const cluster = await describeCluster(dataFolder)
  await stopLeftover(cluster.folder, stop)
  await createCluster(cluster, LOCALE, stop)
  const portFile = join(dataFolder, 'postgres.port')
  const port = await findPort(existsSync(portFile) ? Number(readFileSync(portFile, 'utf8')) : undefined)
  rmSync(portFile, { force: true })
  writeFileSync(portFile, `${port}\n`)
  stop.throwIfAborted()
  const server = runServer(cluster, port)
  opened.add(server.stop)
  await unlessStopped(server.ready, stop)
  return server
}

async function describeCluster(dataFolder: string): Promise<Cluster> {
  const binaries = await embeddedBinaries()
  if (!binaries) {
    const platform = `${process.platform} ${process.arch}`
    throw new StartFault(`there is no embedded PostgreSQL for ${platform}: set DATABASE_URL to a server of yours.`)
  }
  const folder = join(dataFolder, 'postgres-18')
  const account = chooseAccount(binaries, folder, dataFolder)
  const password = keepPassword(join(dataFolder, 'postgres.password'), existsSync(folder))
  return { name: 'PostgreSQL', binaries, account, folder, password, log: join(dataFolder, 'postgres.log'), options: {} }
}

function keepPassword(file: string, isNeeded: boolean) {
  if (existsSync(file)) return readFileSync(file, 'utf8')
  if (isNeeded) throw new StartFault(`${file} is gone, and without it the database cannot be opened.`)
  const password = randomBytes(24).toString('base64url')
  writeFileSync(file, password, { mode: 0o600 })
  return password
}
