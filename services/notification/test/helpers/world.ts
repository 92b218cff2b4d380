import type { SendSms, SmsStatusUpdate } from '@gatehouse/contracts'
import { openDatabase } from '@gatehouse/platform/database/open-database'
import { seal } from '@gatehouse/platform/keys/seal'
import { createLog } from '@gatehouse/platform/log'
import type { Test } from 'tap'
import { deliverSms } from '../../src/delivery/deliver-sms.ts'
import { LedgerRow } from '../../src/delivery/ledger.entity.ts'
import { TIMING } from '../../src/delivery/timing.ts'
import type { Deps } from '../../src/deps.ts'
import { ENTITIES, SCHEMA } from '../../src/entities.ts'
import type { Provider } from '../../src/providers/provider.ts'
import { createDatabase } from './database.ts'

export const NUMBER = '+14155552671'
export const CODE = '428571'
export const SEALING_KEYS = [Buffer.alloc(32, 7)]
export const SENDER = { appName: 'Gatehouse', appHost: 'localhost' }

/** A job as identity makes it. */
export async function sendJob(changes: Partial<SendSms> & { to?: string; lifeMs?: number } = {}): Promise<SendSms> {
  const { to = NUMBER, lifeMs = 600_000, ...given } = changes
  const message_id = given.message_id ?? crypto.randomUUID()
  return {
    message_id,
    purpose: 'phone_verification',
    template: 'phone_verification',
    locale: 'en',
    country: 'US',
    expires_at: new Date(Date.now() + lifeMs).toISOString(),
    sealed: await seal(SEALING_KEYS, { message_id, to, code: CODE }),
    ...given
  }
}

export type World = Awaited<ReturnType<typeof openWorld>>

/** The verbs' dependencies on a real database, with a queue that only remembers what was reported. */
export async function openWorld(t: Test, providers: Provider[] = [], url?: string) {
  const log = createLog({ name: 'test', level: 'silent', pretty: false })
  const orm = await openDatabase(url ?? (await createDatabase(t)), SCHEMA, ENTITIES, log)
  t.teardown(() => orm.close())
  const reported: SmsStatusUpdate[] = []
  const queue = { isDown: false }
  const add = async (_name: string, data: object) => {
    if (queue.isDown) throw new Error('down')
    reported.push(data as SmsStatusUpdate)
  }
  const deps: Deps = {
    orm,
    sealingKeys: SEALING_KEYS,
    providers,
    statuses: { add },
    sends: { remove: async () => true, look: async () => undefined, bringBack: async () => 'gone' },
    sender: SENDER,
    timing: { ...TIMING, sendTimeoutMs: 300, settleMs: 0 },
    workerId: 'test/1',
    log
  }
  return {
    deps,
    reported,
    queue,
    /** The ledger's row as it stands. */
    row: (id: string) => orm.em.fork().findOneOrFail(LedgerRow, id),
    change: (id: string, changes: Partial<LedgerRow>) => orm.em.fork().nativeUpdate(LedgerRow, { id }, changes)
  }
}

/** Runs the job once, as the queue would, and tells how it ended. */
export const run = ({ deps }: Pick<World, 'deps'>, job: SendSms, isLastTry = false): Promise<string> =>
  deliverSms(deps, job, isLastTry).then(
    () => 'done',
    (error: Error) => `${error.name}: ${error.message}`
  )
