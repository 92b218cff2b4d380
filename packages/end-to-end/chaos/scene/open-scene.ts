import type { Test } from 'tap'
import type { Taken } from '../../providers/provider-server.ts'
import type { Twilio } from '../../test/fixtures/phones.ts'
import { startTwilio } from '../../test/fixtures/phones.ts'
import type { Service } from '../../test/fixtures/service.ts'
import type { Options, Stack } from '../../test/fixtures/start-stack.ts'
import { startStack } from '../../test/fixtures/start-stack.ts'
import type { Moment } from './holding-points.ts'
import { holdAt } from './holding-points.ts'
import type { Machine } from './machine.ts'
import { watchMachine } from './machine.ts'
import type { OwnPostgres } from './own-postgres.ts'
import { startOwnPostgres } from './own-postgres.ts'
import type { Asker, Send, Sender } from './sends.ts'
import { ask, gather } from './sends.ts'
import type { Sns } from './sns.ts'
import { startSns } from './sns.ts'
import type { Home, Store } from './stores.ts'

/** A provider calls back only where it could come from outside; the scene leads it to the service. */
const PUBLIC_URL = 'http://sms.example.test'

export type SceneOptions = Pick<Options, 'env' | 'identities' | 'notifications' | 'checkout'> & {
  /** The queue's server can crash. */
  crashableStore?: boolean
  /** The connections to the queue's store can fall silent, and stand. */
  silenceableStore?: boolean
  /** The services' database has a server of its own, that can crash. */
  crashableDatabase?: boolean
  /** The queue's store is away when the services start; nobody waits until they are ready. */
  storeAwayAtStart?: boolean
  /** SNS stands behind Twilio, as the second provider. */
  withSns?: boolean
  /** Twilio tells what became of its messages, at the first notification service. */
  withReceipts?: boolean
}

export type Scene = {
  t: Test
  home: Home['name']
  stack: Stack
  twilio: Twilio
  /** The second provider, if the scene has one. */
  sns: Sns | undefined
  machine: Machine
  /** What all providers took. */
  taken: () => Taken[]
  store: Store
  /** The server of the services' database, if it can crash. */
  database: OwnPostgres | undefined
  /** Every request for a code, as it was answered. */
  sends: readonly Send[]
  /** @param door the process where they sign in and ask; the first, unless told */
  gather: (count: number, door?: Service) => Promise<Sender[]>
  /** Asks for all of them at once; each is on the list of `sends` as soon as it has its answer. */
  ask: (askers: Asker[]) => Promise<Send[]>
  hold: (moment: Moment) => ReturnType<typeof holdAt>
  /** Marks the end of the (last) fault: from here on recovery is measured. */
  mended: () => void
  mendedAt: () => number
}

/** Both services, a queue's store of its own, and a provider that writes down what it takes. */
export async function openScene(t: Test, home: Home, options: SceneOptions = {}): Promise<Scene> {
  const { crashableStore: crashable = false, silenceableStore: silenceable = false } = options
  const store = await home.openStore(t, { crashable, silenceable })
  const database = options.crashableDatabase ? await startOwnPostgres(t) : undefined
  const twilio = await startTwilio(t)
  const sns = options.withSns ? await startSns(t) : undefined
  const receipts = options.withReceipts ? { NOTIFICATION_PUBLIC_URL: PUBLIC_URL } : {}
  const stack = await startStack(t, database ? { ...home.backend, serverUrl: database.url } : home.backend, {
    ...options,
    queueUrl: store.queueUrl,
    env: { ...twilio.settings, ...sns?.settings, ...receipts, LOG_LEVEL: 'debug', ...options.env },
    ...(options.storeAwayAtStart && { beforeStart: store.takeAway })
  })
  if (options.withReceipts) twilio.callAt(stack.notification.url)
  const sends: Send[] = []
  const machine = watchMachine(t)
  const askOne = async (asker: Asker) => {
    const send = await ask(asker, machine)
    sends.push(send)
    return send
  }
  let mendedAt = performance.now()
  return {
    t,
    home: home.name,
    stack,
    twilio,
    sns,
    machine,
    taken: () => [...twilio.taken, ...(sns?.taken ?? [])],
    store,
    database,
    sends,
    gather: (count, door = stack.identity) => gather(door, count),
    ask: (askers) => Promise.all(askers.map(askOne)),
    hold: (moment) => holdAt(t, moment.table.startsWith('bullmq.') ? store.queueUrl : stack.databaseUrl, moment),
    mended: () => {
      mendedAt = performance.now()
    },
    mendedAt: () => mendedAt
  }
}
