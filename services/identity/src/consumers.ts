import { SMS_STATUS_QUEUE } from '@gatehouse/contracts'
import type { QueueStore } from '@gatehouse/platform/queue/queue-store'
import type { EntityManager } from '@mikro-orm/postgresql'
import type { Deps } from './deps.ts'
import { recordDelivery } from './phone-verification/record-delivery.ts'

const CONCURRENCY = 10

/** Which queue goes to which verb. */
export const startConsumers = (deps: Pick<Deps, 'now'>, fork: () => EntityManager, store: QueueStore) => [
  store.consume(SMS_STATUS_QUEUE, (job) => recordDelivery(deps, fork(), job.data), { concurrency: CONCURRENCY })
]
