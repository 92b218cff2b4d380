import { SMS_STATUS_QUEUE, UPDATE_JOB } from '@gatehouse/contracts'
import { codedWork } from '@gatehouse/platform/queue/coded-work'
import type { QueueStore } from '@gatehouse/platform/queue/queue-store'
import type { EntityManager } from '@mikro-orm/postgresql'
import type { Deps } from './deps.ts'
import { recordDelivery } from './phone-verification/record-delivery.ts'

const CONCURRENCY = 10

/** Which queue goes to which verb. */
export const startConsumers = (deps: Pick<Deps, 'now' | 'log'>, fork: () => EntityManager, store: QueueStore) => [
  store.consume(SMS_STATUS_QUEUE, codedWork({ [UPDATE_JOB]: (data) => recordDelivery(deps, fork(), data) }, deps.log), {
    concurrency: CONCURRENCY
  })
]
