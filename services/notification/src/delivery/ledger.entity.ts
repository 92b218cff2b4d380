import type { Purpose, SmsFailure, SmsStatus } from '@gatehouse/contracts'
import { defineEntity, p } from '@mikro-orm/postgresql'
import type { State } from './ledger.ts'
import { OPEN_STATES } from './ledger.ts'
import type { FailureKind } from './redrivable.ts'

// Each change of a row touches the history: migration 005-history has the triggers in full.
const TOUCHES = { timing: 'after', forEach: 'row', expression: 'migration 005-history' } as const

const LedgerRowSchema = defineEntity({
  name: 'LedgerRow',
  tableName: 'sms_messages',
  // One message of the provider stands for one row, also when two workers reconcile at the same moment.
  uniques: [{ name: 'sms_messages_provider_message_unique', properties: ['provider', 'providerMessageId'] }],
  indexes: [
    { name: 'sms_messages_unreported_index', properties: ['statusAt'], where: 'status <> reported_status' },
    { name: 'sms_messages_created_at_index', properties: ['createdAt'] },
    { name: 'sms_messages_accepted_at_index', properties: ['acceptedAt'] },
    { name: 'sms_messages_ended_index', properties: ['statusAt'], where: "status in ('failed', 'expired')" },
    { name: 'sms_messages_state_index', properties: ['state', 'createdAt'] },
    { name: 'sms_messages_country_index', properties: ['country', 'createdAt'] },
    { name: 'sms_messages_provider_index', properties: ['provider', 'createdAt'] },
    { name: 'sms_messages_failed_index', properties: ['expiresAt'], where: { state: 'failed' } },
    { name: 'sms_messages_requeue_index', properties: ['requeueAt'], where: 'requeue_at is not null' },
    { name: 'sms_messages_next_ask_index', properties: ['nextAskAt'], where: 'next_ask_at is not null' },
    { name: 'sms_messages_open_index', properties: ['expiresAt'], where: { state: { $in: OPEN_STATES } } }
  ],
  triggers: [
    { ...TOUCHES, name: 'touch_history_on_insert', events: ['insert'] },
    { ...TOUCHES, name: 'touch_history_on_update', events: ['update'] }
  ],
  properties: {
    id: p.uuid().primary(),
    purpose: p.text().$type<Purpose>(),
    template: p.text(),
    locale: p.text(),
    country: p.text(),
    // The last three digits: the full number never enters the ledger.
    numberEnding: p.text().nullable(),
    state: p.text().$type<State>(),
    status: p.text().$type<SmsStatus>(),
    statusAt: p.datetime(3).defaultRaw('now()'),
    // `nothing`: it was redriven, and whatever it is now has to be told anew.
    reportedStatus: p.text().$type<SmsStatus | 'nothing'>().default('queued'),
    attempt: p.integer().default(0),
    provider: p.text().nullable(),
    providerMessageId: p.text().nullable(),
    claimedBy: p.text().nullable(),
    claimedAt: p.datetime(3).nullable(),
    deadline: p.datetime(3).nullable(),
    failure: p.text().$type<SmsFailure>().nullable(),
    errorCode: p.text().nullable(),
    // What kind of failure ended it: decides whether it may be redriven.
    failureKind: p.text().$type<FailureKind>().nullable(),
    // How often operators brought it back after it had failed.
    redrives: p.integer().default(0),
    // Set by a redrive: when its job is brought back to the queue. Null: the queue has it.
    requeueAt: p.datetime(3).nullable(),
    expiresAt: p.datetime(3),
    acceptedAt: p.datetime(3).nullable(),
    deliveredAt: p.datetime(3).nullable(),
    verifiedAt: p.datetime(3).nullable(),
    // When the provider is asked what became of the message, if no receipt has told it by then.
    nextAskAt: p.datetime(3).nullable(),
    // When nobody knew for the first time whether a provider has it. Kept: from then on a second one is possible.
    doubtedAt: p.datetime(3).nullable(),
    // Since then nothing that leads back to the person is written here.
    forgottenAt: p.datetime(3).nullable(),
    // W3C traceparent of what moved it last: what nobody asks for, such as a receipt, goes on from there.
    trace: p.text().nullable(),
    createdAt: p.datetime(3).defaultRaw('now()'),
    updatedAt: p.datetime(3).defaultRaw('now()'),
    // The database's clock at the moment of reading: the processes' clocks may differ, and a deadline must not.
    readAt: p.datetime(3).formula('clock_timestamp()')
  }
})

/** One row per message to send: its claims, and what became of it. Outlives the job. */
export class LedgerRow extends LedgerRowSchema.class {}
LedgerRowSchema.setClass(LedgerRow)
