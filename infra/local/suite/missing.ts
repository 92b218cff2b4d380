import type { Servers } from './servers.ts'

const REDIS = `Redis is not on this machine: NOTHING THAT RUNS ON REDIS IS TESTED (the queue on redis://).
Install it:  apt-get install redis-server   or   brew install redis`

const POSTGRES_15 = `PostgreSQL 15 is not on this machine: THE OLDEST SUPPORTED DATABASE IS NOT TESTED (only 18 is).
Install it:  apt-get install postgresql-15   or set TEST_POSTGRES15_BIN to the folder of its programs`

/** What this machine lacks and what therefore goes untested, as a block that nobody overlooks; empty if nothing. */
export function missing(servers: Servers): string {
  const texts = [!servers.TEST_REDIS_URL && REDIS, !servers.TEST_DATABASE_URL_15 && POSTGRES_15].filter(Boolean)
  if (!texts.length) return ''
  const line = '!'.repeat(100)
  return `\n${line}\n${texts.join('\n\n').replaceAll(/^/gm, '!!  ')}\n${line}\n\n`
}
