import { LedgerRow } from './delivery/ledger.entity.ts'
import { MessageEvent } from './delivery/message-event.entity.ts'
import { InboxMessage } from './inbox/inbox-message.entity.ts'
import { OperatorAction } from './operations/actions/operator-action.entity.ts'
import { HistorySendTime, HistoryTally, HistoryTouch } from './operations/history/history.entity.ts'
import { ProviderState, QueueSample } from './operations/history/queue-sample.entity.ts'

/** Everything this service keeps, in a schema that no other service reads. */
export const SCHEMA = 'notification'
export const ENTITIES = [
  LedgerRow,
  MessageEvent,
  InboxMessage,
  OperatorAction,
  HistoryTouch,
  HistoryTally,
  HistorySendTime,
  QueueSample,
  ProviderState
]
