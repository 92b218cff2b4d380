import { SMS_STATUS_QUEUE } from '@gatehouse/contracts'
import { queueSource } from '@gatehouse/platform/metrics/queue-source'
import type { Source } from '@gatehouse/platform/metrics/sampler'
import type { QueueStore } from '@gatehouse/platform/queue/queue-store'
import type { EntityManager } from '@mikro-orm/postgresql'
import { handOffGauges } from './hand-off/hand-off-source.ts'
import { keyAgeGauges } from './signing-keys/key-age-source.ts'

/** What this service tells at a scrape beside what it counted: the queue that it works off, the outbox, its key. */
export function serviceMetrics(fork: () => EntityManager, store: Pick<QueueStore, 'control'>, now: () => Date) {
  const parts = [handOffGauges(), keyAgeGauges()]
  const database: Source = {
    name: 'database',
    gauges: parts.flatMap(({ gauges }) => gauges),
    read: async () => {
      const em = fork()
      const readings = []
      for (const { read } of parts) readings.push(...(await read(em, now())))
      return readings
    }
  }
  return { sources: [queueSource(store, [SMS_STATUS_QUEUE]), database] }
}
