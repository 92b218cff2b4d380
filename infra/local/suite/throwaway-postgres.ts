import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { chooseAccount } from '../postgres/account.ts'
import type { Binaries } from '../postgres/binaries.ts'
import { createCluster } from '../postgres/create-cluster.ts'
import { findPort } from '../postgres/find-port.ts'
import { runServer } from '../postgres/run-server.ts'
import type { Closing } from '../start/closing.ts'
import { unlessStopped } from '../start/stop-request.ts'

// Nothing of it is to survive, so nothing waits for the disk.
const OPTIONS = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '400' }

/** A PostgreSQL server of this version in the folder, empty. Answers its superuser's URL. */
export async function throwawayPostgres(
  version: number,
  binaries: Binaries,
  folder: string,
  opened: Closing,
  stop: AbortSignal
) {
  const cluster = {
    name: `PostgreSQL ${version}`,
    binaries,
    account: chooseAccount(binaries, join(folder, `postgres-${version}`), folder),
    folder: join(folder, `postgres-${version}`),
    password: randomBytes(24).toString('base64url'),
    log: join(folder, `postgres-${version}.log`),
    options: OPTIONS
  }
  await createCluster(cluster, ['--locale=C', '--no-sync'], stop)
  stop.throwIfAborted()
  const server = runServer(cluster, await findPort(), 'postgres')
  opened.add(server.stop)
  await unlessStopped(server.ready, stop)
  return server.url
}
