import t from 'tap'
import type { Backend } from './fixtures/backends.ts'
import { messageTo } from './fixtures/inbox.ts'
import { newNumber, signedIn } from './fixtures/people.ts'
import { startProxy } from './fixtures/proxy.ts'
import { NO_REPLICA, startReplicated } from './fixtures/replicated-postgres.ts'
import type { Stack } from './fixtures/start-stack.ts'
import { startStack } from './fixtures/start-stack.ts'
import { until } from './fixtures/until.ts'

const PAGES = ['', 'messages/', 'messages.json', 'actions/', 'actions.json']

const page = ({ notification }: Stack, path: string) => fetch(`${notification.url}/ops/${path}`)

async function listed(stack: Stack): Promise<number> {
  const { messages } = (await (await page(stack, 'messages.json')).json()) as { messages: unknown[] }
  return messages.length
}

async function send({ identity, notification }: Stack) {
  const [person, number] = [await signedIn(identity), newNumber()]
  await person.sendCode(number)
  await messageTo(notification, number)
}

t.test(
  'pages are read from a streaming replica while it is current, and answered without',
  {
    skip: NO_REPLICA
  },
  async (t) => {
    const postgres = await startReplicated(t)
    const backend: Backend = {
      name: '',
      serverUrl: postgres.serverUrl,
      queueUrl: async () => undefined,
      missing: false
    }
    const wire = await startProxy(t, postgres.onReplica(postgres.serverUrl))
    const throughWire = (url: string) => Object.assign(new URL(url), { host: new URL(wire.url).host }).href
    const stack = await startStack(t, backend, { replicaUrl: throughWire })
    const looksAtReplica = postgres.onReplica(stack.databaseUrl)
    // Nobody else asks it anything about messages.
    const looks = async () => Number((await postgres.ask(looksAtReplica, LOOKS))[0]?.count)
    const isReadFromReplica = async (when: string) => {
      const before = await looks()
      await until(`the replica is read ${when}`, async () => (await listed(stack)) >= 0 && (await looks()) > before)
    }

    await send(stack)
    await isReadFromReplica('at first')
    await until('the message is on the page', async () => (await listed(stack)) === 1)

    await postgres.ask(looksAtReplica, 'select pg_wal_replay_pause()')
    await send(stack)
    await until('one that stands still is read no more', async () => (await listed(stack)) === 2)
    t.same(await postgres.ask(looksAtReplica, 'select count(*)::int from notification.sms_messages'), [{ count: 1 }])
    t.equal((await stack.notification.health('/readyz')).status, 200, 'and the service is ready')
    await postgres.ask(looksAtReplica, 'select pg_wal_replay_resume()')
    await isReadFromReplica('after it stood still')

    wire.silence()
    t.equal(await listed(stack), 2, 'connections that fall silent cost no page')
    t.match(stack.notification.output(), '"reason":"ReplicaLost"', 'which does not wait until its own time is over')
    await isReadFromReplica('after they were silent')

    await postgres.stopReplica()
    for (const path of PAGES)
      t.equal((await page(stack, path)).status, 200, `/ops/${path} is answered while it is away`)
    await send(stack)
    t.equal(await listed(stack), 3)
    t.equal((await stack.notification.health('/readyz')).status, 200, 'and the service is ready')
    await postgres.startReplicaAgain()
    await isReadFromReplica('when it is back')

    await postgres.ask(looksAtReplica, 'select pg_promote()')
    await send(stack)
    await until('one that is a primary itself is read no more', async () => (await listed(stack)) === 4)
  }
)

const LOOKS = `select seq_scan + idx_scan as count from pg_stat_user_tables
  where schemaname = 'notification' and relname = 'sms_messages'`
