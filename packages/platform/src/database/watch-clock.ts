import { setTimeout } from 'node:timers/promises'
import type { MikroORM } from '@mikro-orm/postgresql'
import type { Logger } from '../log.ts'

const TOLERATED_MS = 2000
const LOOK_EVERY_MS = 60_000

type Watched = { orm: MikroORM; log: Pick<Logger, 'warn'>; now?: () => Date; everyMs?: number }

/**
 * Warns, at start and once a minute, while this process's clock differs from the database's by more than two seconds: on
 * PostgreSQL the queue compares the clocks of its processes, and takes a job from one that it believes dead.
 */
export function watchClock({ orm, log, now = () => new Date(), everyMs = LOOK_EVERY_MS }: Watched) {
  const stopped = new AbortController()
  async function watch() {
    while (!stopped.signal.aborted) {
      const skewMs = await clockSkew(orm, now).catch(() => 0) // A database that is down is told of by others.
      const seconds = Number((skewMs / 1000).toFixed(1))
      if (Math.abs(skewMs) > TOLERATED_MS) log.warn({ seconds }, 'clock_skew')
      await setTimeout(everyMs, undefined, { signal: stopped.signal }).catch(() => {})
    }
  }
  const ended = watch()
  return {
    stop: async () => {
      stopped.abort()
      await ended
    }
  }
}

/** By how much this clock is ahead (or behind, below zero), at least: what the way there and back may explain is taken off. */
async function clockSkew(orm: MikroORM, now: () => Date): Promise<number> {
  await orm.em.getConnection().execute('select 1') // So that a connection is there, and its opening is not measured.
  const askedAt = performance.now()
  const [{ ms } = { ms: 0 }] = await orm.em.getConnection().execute<{ ms: number }[]>(THEIR_TIME)
  const halfWayMs = (performance.now() - askedAt) / 2
  const skewMs = now().getTime() - halfWayMs - ms
  return Math.sign(skewMs) * Math.max(0, Math.abs(skewMs) - halfWayMs)
}

const THEIR_TIME = 'select (extract(epoch from clock_timestamp()) * 1000)::float8 as ms'
