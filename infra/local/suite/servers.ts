import { StartFault } from '@gatehouse/platform/command/say'
import { binariesIn, embeddedBinaries } from '../postgres/binaries.ts'
import type { Closing } from '../start/closing.ts'
import type { Environment } from '../start/settings.ts'
import { throwawayPostgres } from './throwaway-postgres.ts'
import { findRedis, throwawayRedis } from './throwaway-redis.ts'

const DEBIAN_POSTGRES_15 = '/usr/lib/postgresql/15/bin'

export type Servers = { TEST_DATABASE_URL: string; TEST_DATABASE_URL_15?: string; TEST_REDIS_URL?: string }

/** Starts all the servers that this machine can give, at the same time. */
export async function startServers(
  environment: Environment,
  folder: string,
  opened: Closing,
  stop: AbortSignal
): Promise<Servers> {
  const embedded = await embeddedBinaries()
  if (!embedded) throw new StartFault(`there is no embedded PostgreSQL for ${process.platform} ${process.arch}.`)
  const older = binariesIn(environment.TEST_POSTGRES15_BIN || DEBIAN_POSTGRES_15)
  const redis = findRedis(environment.PATH)
  const starting = [
    throwawayPostgres(18, embedded, folder, opened, stop),
    older && throwawayPostgres(15, older, folder, opened, stop),
    redis ? throwawayRedis(redis, folder, opened, stop) : undefined
  ] as const
  // All have to be past their start before any is closed.
  await Promise.allSettled(starting)
  const [TEST_DATABASE_URL, TEST_DATABASE_URL_15, TEST_REDIS_URL] = await Promise.all(starting)
  return { TEST_DATABASE_URL, TEST_DATABASE_URL_15, TEST_REDIS_URL }
}
