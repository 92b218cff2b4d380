import { setTimeout as pause } from 'node:timers/promises'
import type { Mode } from '../../providers/provider-server.ts'
import type { Service } from '../../test/fixtures/service.ts'
import type { Scene } from '../scene/open-scene.ts'
import { onDatabase } from '../scene/queue-tools.ts'
import type { Random } from './random.ts'

/** What a client may meet because of it: no answer at all, or 5xx. Every other fault is nobody's business but ours. */
export type Allowed = 'no answer' | 'unavailable'
export type Fault = { name: string; allows?: Allowed; run: (scene: Scene, random: Random) => Promise<void> }

const between = (random: Random, least: number, most: number) => pause(least + random() * (most - least))

/** The second of each; the first ones live all the time, so that their memory can be watched. */
const victim = (services: Service[]) => services.at(-1) as Service

// Under load a start takes its time: it is given twice as long as anything else.
async function startAgain(service: Service) {
  service.startAgain()
  await service.ready().catch(service.ready)
}

const killed =
  (kind: 'identities' | 'notifications'): Fault['run'] =>
  async ({ stack }, random) => {
    const service = victim(stack[kind])
    await service.kill()
    await between(random, 500, 4000)
    await startAgain(service)
  }

const replaced: Fault['run'] = async ({ stack, t }) => {
  for (const service of [victim(stack.identities), victim(stack.notifications)]) {
    t.equal(await service.stop(), 0, `SIGTERM ends ${service.name} in order`)
    await startAgain(service)
  }
}

const frozen: Fault['run'] = async ({ stack }, random) => {
  const pid = victim(stack.notifications).pid()
  process.kill(pid, 'SIGSTOP')
  await between(random, 2000, 6000)
  process.kill(pid, 'SIGCONT')
}

const storeAway: Fault['run'] = async ({ store }) => {
  await store.takeAway()
  await pause(5000)
  await store.giveBack()
}

const cutDatabase: Fault['run'] = async ({ stack }) => {
  const sql = `select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and application_name in ('gatehouse-identity', 'gatehouse-notification')`
  await onDatabase(stack.databaseUrl, sql)
}

const provider =
  (mode: Mode): Fault['run'] =>
  async ({ twilio }, random) => {
    twilio.always(mode)
    await between(random, 2000, 5000)
    twilio.always({ kind: 'take' })
  }

export const FAULTS: Fault[] = [
  { name: 'a worker is killed', run: killed('notifications') },
  { name: 'an identity is killed', run: killed('identities'), allows: 'no answer' },
  { name: 'SIGTERM ends one of each', run: replaced, allows: 'no answer' },
  { name: 'a worker is frozen', run: frozen },
  { name: 'the queue’s store is away', run: storeAway },
  { name: 'the queue’s server crashes', run: ({ store }) => store.crash() },
  { name: 'connections to the queue’s store fall silent', run: async ({ store }) => store.silence() },
  { name: 'connections to the database are cut', run: cutDatabase, allows: 'unavailable' },
  { name: 'the provider is slow', run: provider({ kind: 'take', latencyMs: 3000 }) },
  { name: 'the provider answers 500', run: provider({ kind: 'fail', status: 500, code: '20500' }) },
  { name: 'the provider’s answers are lost', run: provider({ kind: 'take_then_reset' }) },
  { name: 'the provider answers 429', run: provider({ kind: 'fail', status: 429, code: '20429', retryAfter: 1 }) }
]
