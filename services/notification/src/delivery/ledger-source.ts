import type { Reading, Source } from '@gatehouse/platform/metrics/sampler'
import type { EntityManager } from '@mikro-orm/postgresql'
import { Gauge } from 'prom-client'
import { OPEN_STATES } from './ledger.ts'

const OPEN = `select state, count(*)::int as count, extract(epoch from clock_timestamp() - min(created_at))::float8 as age
  from notification.sms_messages where state in ('pending', 'sending', 'in_doubt') group by state`

const UNREPORTED = `select extract(epoch from clock_timestamp() - min(status_at))::float8 as age
  from notification.sms_messages where status <> reported_status`

/** What the ledger says of messages that have not come to their end. Each question has an index of its own. */
export function ledgerSource(fork: () => EntityManager): Source {
  const open = new Gauge({
    name: 'gatehouse_sms_open_messages',
    help: 'Messages in the ledger that no provider has, or of which nobody knows.',
    labelNames: ['state'],
    registers: []
  })
  const oldest = new Gauge({
    name: 'gatehouse_sms_oldest_open_seconds',
    help: 'Age of the oldest of these; 0 if there are none.',
    registers: []
  })
  const unreported = new Gauge({
    name: 'gatehouse_sms_oldest_unreported_seconds',
    help: 'Age of the oldest news of a message that identity was not told; 0 if there is none.',
    registers: []
  })

  async function read(): Promise<Reading[]> {
    const em = fork()
    const rows = (await em.execute(OPEN)) as { state: string; count: number; age: number }[]
    const [late] = (await em.execute(UNREPORTED)) as { age: number | null }[]
    const count = (state: string) => rows.find((row) => row.state === state)?.count ?? 0
    return [
      ...OPEN_STATES.map((state) => ({ gauge: open, labels: { state }, value: count(state) })),
      { gauge: oldest, value: Math.max(0, ...rows.map(({ age }) => age)) },
      { gauge: unreported, value: late?.age ?? 0 }
    ]
  }
  return { name: 'database', gauges: [open, oldest, unreported], read }
}
