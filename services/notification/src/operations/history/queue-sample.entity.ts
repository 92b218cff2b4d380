import { defineEntity, p } from '@mikro-orm/postgresql'

const QueueSampleSchema = defineEntity({
  name: 'QueueSample',
  tableName: 'history_queue',
  properties: {
    grain: p.text().$type<'sample' | 'hour'>().primary(),
    at: p.datetime(0).primary(),
    isPaused: p.boolean(),
    waiting: p.integer(),
    delayed: p.integer(),
    inHand: p.integer(),
    oldestMs: p.bigint('number')
  }
})

/** How the queue of sends stood at one moment, or at the most in an hour. */
export class QueueSample extends QueueSampleSchema.class {}
QueueSampleSchema.setClass(QueueSample)

const ProviderStateSchema = defineEntity({
  name: 'ProviderState',
  tableName: 'provider_states',
  properties: {
    process: p.text().primary(),
    provider: p.text().primary(),
    circuit: p.text().$type<'closed' | 'open' | 'half_open'>(),
    since: p.datetime(3),
    seenAt: p.datetime(3)
  }
})

/** How a provider does, as one process last saw it. */
export class ProviderState extends ProviderStateSchema.class {}
ProviderStateSchema.setClass(ProviderState)
