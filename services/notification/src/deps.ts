import type { Replica } from '@gatehouse/platform/database/open-replica'
import type { Logger } from '@gatehouse/platform/log'
import type { Producer } from '@gatehouse/platform/queue/queue-store'
import type { MikroORM } from '@mikro-orm/postgresql'
import type { Timing } from './delivery/timing.ts'
import type { Sender } from './messages/sms-text.ts'
import type { Provider } from './providers/provider.ts'

/** What the verbs of this service need. Made in main.ts, or by a test. */
export type Deps = {
  orm: MikroORM
  /** DATABASE_REPLICA_URL: read by `operations/reading` alone. Everything that decides or writes uses `orm`. */
  replica?: Pick<Replica, 'read' | 'behindMs' | 'lateMs'> | undefined
  /** MESSAGE_SEALING_KEY: the first seals, all open. */
  sealingKeys: Uint8Array[]
  /** In the order in which they are tried. */
  providers: Provider[]
  /** Adds to the queue `sms-status`. */
  statuses: Pick<Producer, 'add'>
  /** The queue `sms`, of which erased messages are taken, and to which redriven ones are brought back. */
  sends: Pick<Producer, 'remove' | 'look' | 'bringBack'>
  sender: Sender
  timing: Timing
  /** Names this process in the claims of the ledger. */
  workerId: string
  log: Logger
}
