import { SMS_OUTCOME_QUEUE, SMS_QUEUE } from '@gatehouse/contracts'
import { queueSource } from '@gatehouse/platform/metrics/queue-source'
import type { QueueStore } from '@gatehouse/platform/queue/queue-store'
import { expectAnswers } from './delivery/count-answer.ts'
import { ledgerSource } from './delivery/ledger-source.ts'
import type { Deps } from './deps.ts'
import { providerGauges } from './providers/provider-gauges.ts'

/** What this service tells at a scrape beside what it counted: the queues that it works off, the ledger, the providers. */
export function serviceMetrics({ orm, providers }: Deps, queues: Pick<QueueStore, 'control'>) {
  expectAnswers(providers.map(({ name }) => name))
  return {
    sources: [queueSource(queues, [SMS_QUEUE, SMS_OUTCOME_QUEUE]), ledgerSource(() => orm.em.fork())],
    gauges: providerGauges(providers)
  }
}
