import type { Account } from './account.ts'
import type { Binaries } from './binaries.ts'

/** One PostgreSQL data directory, and what is needed to run a server on it. */
export type Cluster = {
  name: string
  binaries: Binaries
  account: Account
  folder: string
  password: string
  log: string
  /** Settings of the server beyond its own defaults. */
  options: Record<string, string>
}

export const SUPERUSER = 'gatehouse'

export const clusterUrl = ({ password }: Cluster, port: number, database = SUPERUSER) =>
  `postgres://${SUPERUSER}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`
