import type { Reading } from '@gatehouse/platform/metrics/sampler'
import type { EntityManager } from '@mikro-orm/postgresql'
import { Gauge } from 'prom-client'

const COUNTED = 10_000

/** What waits in the outbox to be handed over to the queue. */
export function handOffGauges() {
  const waiting = new Gauge({
    name: 'gatehouse_outbox_waiting',
    help: `Hand-offs that wait for the queue, counted up to ${COUNTED}.`,
    registers: []
  })
  const oldest = new Gauge({
    name: 'gatehouse_outbox_oldest_seconds',
    help: 'Age of the oldest hand-off that waits for the queue; 0 if none does.',
    registers: []
  })
  const read = async (em: EntityManager, now: Date): Promise<Reading[]> => {
    const [row] = await em.execute(
      `select count(*)::int as waiting, extract(epoch from min(created_at))::float8 as since from
         (select created_at from identity.hand_offs where handed_over_at is null order by created_at limit ${COUNTED}) w`
    )
    const { waiting: count, since } = row as { waiting: number; since: number | null }
    const age = since === null ? 0 : Math.max(0, now.getTime() / 1000 - since)
    return [
      { gauge: waiting, value: count },
      { gauge: oldest, value: age }
    ]
  }
  return { gauges: [waiting, oldest], read }
}
