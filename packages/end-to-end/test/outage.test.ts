import t from 'tap'
import { codeIn, messagesTo, messageTo } from './fixtures/inbox.ts'
import { OUTAGES } from './fixtures/outages.ts'
import { newNumber, signedIn } from './fixtures/people.ts'
import type { Service } from './fixtures/service.ts'
import type { Stack } from './fixtures/start-stack.ts'
import { startStack } from './fixtures/start-stack.ts'
import { until } from './fixtures/until.ts'

const health = async (service: Service) => {
  const answer = await fetch(`${service.url}/readyz`)
  const { database, queue } = (await answer.json()) as { database: string; queue: string }
  return { status: answer.status, database, queue }
}

async function becomes({ identity, notification }: Stack, queue: 'up' | 'down') {
  for (const service of [identity, notification]) {
    await service.health('/healthz')
    await until(`${service.name} says that the queue is ${queue}`, async () => (await health(service)).queue === queue)
  }
}

for (const { backend, openStore } of OUTAGES) {
  t.test(
    `a code asked for while ${backend.name} is away as queue comes when it is back`,
    { skip: backend.missing },
    async (t) => {
      const store = await openStore(t)
      const stack = await startStack(t, backend, { queueUrl: store.queueUrl, beforeStart: store.takeAway })
      const { identity, notification, query } = stack

      for (const moment of ['at the start', 'later']) {
        await becomes(stack, 'down')
        t.match(await health(identity), { status: 200, database: 'up', queue: 'down' }, moment)
        t.match(await health(notification), { status: 503, database: 'up', queue: 'down' }, moment)
        const [person, number] = [await signedIn(identity), newNumber()]
        const { status, body } = await person.sendCode(number)
        t.match({ status, body }, { status: 200, body: { message: 'Code sent', verification: { status: 'queued' } } })
        t.same(await messagesTo(notification, number), [])

        await store.giveBack()
        const backAt = performance.now()
        const sms = await messageTo(notification, number)
        t.comment(`${moment}: in the inbox ${Math.round(performance.now() - backAt)} ms after the store was back`)
        await becomes(stack, 'up')
        t.match(await health(notification), { status: 200 })
        await until('the client sees "sent"', async () => (await person.verification())?.status === 'sent')
        t.match(await person.verify(codeIn(sms)), { status: 200 })
        await until(
          'the hand-overs are marked',
          async () => (await query('select from identity.hand_offs where handed_over_at is null')).length === 0
        )
        t.equal((await messagesTo(notification, number)).length, 1)
        await store.takeAway()
      }
      t.same(await Promise.all([identity.stop(), notification.stop()]), [0, 0], 'they end in order without it')
    }
  )
}
