import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import type { Servers } from './servers.ts'

const REDIS = `Redis is not on this machine: NOTHING THAT RUNS ON REDIS IS TESTED (the queue on redis://).
Install it:  apt-get install redis-server   or   brew install redis`

const POSTGRES_15 = `PostgreSQL 15 is not on this machine: THE OLDEST SUPPORTED DATABASE IS NOT TESTED (only 18 is).
Install it:  apt-get install postgresql-15   or set TEST_POSTGRES15_BIN to the folder of its programs`

const PRODUCTION = `Caddy or PgBouncer is not on this machine: NO STACK LIKE A PRODUCTION'S IS TESTED.
Install it:  apt-get install caddy pgbouncer`

const PROMETHEUS = `Prometheus is not on this machine: THE ALERTS ARE NOT TESTED.
Install it:  apt-get install prometheus`

const BROWSER = `Chromium is not on this machine: NO PAGE IS TESTED IN A BROWSER.
Install it:  apt-get install chromium fonts-liberation   or set CHROMIUM to the path of its program`

/** What this machine lacks and what therefore goes untested, as a block that nobody overlooks; empty if nothing. */
export function missing(servers: Servers, path = '', chromium = '/usr/bin/chromium'): string {
  // An ordinary user's PATH leaves out where Debian keeps servers.
  const folders = [...path.split(delimiter), ...(path ? ['/usr/sbin'] : [])]
  const has = (program: string) => folders.some((folder) => existsSync(join(folder, program)))
  const texts = [
    !servers.TEST_REDIS_URL && REDIS,
    !servers.TEST_DATABASE_URL_15 && POSTGRES_15,
    !(has('caddy') && has('pgbouncer')) && PRODUCTION,
    !(has('prometheus') && has('promtool')) && PROMETHEUS,
    !existsSync(chromium) && BROWSER
  ].filter(Boolean)
  if (!texts.length) return ''
  const line = '!'.repeat(100)
  return `\n${line}\n${texts.join('\n\n').replaceAll(/^/gm, '!!  ')}\n${line}\n\n`
}
