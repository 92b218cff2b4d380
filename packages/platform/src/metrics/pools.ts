import type { Pool } from 'pg'
import { Gauge } from 'prom-client'

export type PoolName = 'database' | 'replica' | 'queue'

const watched = new Map<Pool, PoolName>()

/** Lets the metrics tell how many connections of a pool there are, are used and are waited for. */
export function watchPool(name: PoolName, pool: Pool) {
  watched.set(pool, name)
}

const poolGauge = (name: string, help: string, count: (pool: Pool) => number) =>
  new Gauge({
    name,
    help,
    labelNames: ['pool'],
    collect() {
      this.reset()
      for (const [pool, name] of watched) {
        if (pool.ended) watched.delete(pool)
        else this.inc({ pool: name }, count(pool))
      }
    }
  })

poolGauge('gatehouse_pool_connections', 'Connections to PostgreSQL that stand.', (pool) => pool.totalCount)
poolGauge('gatehouse_pool_used', 'Connections to PostgreSQL in use.', (pool) => pool.totalCount - pool.idleCount)
poolGauge('gatehouse_pool_waiting', 'Callers that wait for a connection to PostgreSQL.', (pool) => pool.waitingCount)
poolGauge('gatehouse_pool_size', 'Most connections that the pool may open.', (pool) => pool.options.max)
