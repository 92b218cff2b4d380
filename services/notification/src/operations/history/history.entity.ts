import { defineEntity, p } from '@mikro-orm/postgresql'

const HistoryTouchSchema = defineEntity({
  name: 'HistoryTouch',
  indexes: [{ name: 'history_touches_minute_index', properties: ['minute'] }],
  tableName: 'history_touches',
  properties: {
    id: p.bigint().autoincrement().primary(),
    minute: p.datetime(0),
    touchedAt: p.datetime(3).defaultRaw('clock_timestamp()')
  }
})

/** A minute whose figures are to be made again: the ledger's own triggers write it. */
export class HistoryTouch extends HistoryTouchSchema.class {}
HistoryTouchSchema.setClass(HistoryTouch)

const HistoryTallySchema = defineEntity({
  name: 'HistoryTally',
  tableName: 'history_tallies',
  properties: {
    grain: p.text().$type<'minute' | 'hour'>().primary(),
    start: p.datetime(0).primary(),
    country: p.text().primary(),
    // Empty where none has the message.
    provider: p.text().primary(),
    // What happened in this time.
    sent: p.integer(),
    failed: p.integer(),
    expired: p.integer(),
    // What became, until now, of the messages that were asked for in this time.
    asked: p.integer(),
    accepted: p.integer(),
    delivered: p.integer(),
    verified: p.integer(),
    inDoubt: p.integer()
  }
})

/** Figures of one minute or hour. */
export class HistoryTally extends HistoryTallySchema.class {}
HistoryTallySchema.setClass(HistoryTally)

const HistorySendTimeSchema = defineEntity({
  name: 'HistorySendTime',
  tableName: 'history_send_times',
  properties: {
    grain: p.text().$type<'minute' | 'hour'>().primary(),
    start: p.datetime(0).primary(),
    // Of how many tenths of a power of ten of milliseconds it stays below.
    bucket: p.smallint().primary(),
    count: p.integer()
  }
})

/** How many of the messages that were sent in this time took how long. */
export class HistorySendTime extends HistorySendTimeSchema.class {}
HistorySendTimeSchema.setClass(HistorySendTime)
