import t from 'tap'
import { askForReceipts } from '../../src/delivery/ask-for-receipts.ts'
import { openReceipts } from '../helpers/receipts.ts'
import { ago, questions, sendUnheard } from '../helpers/unheard.ts'

const { signal } = new AbortController()

t.test('of several processes one asks about each message, and none asks for more than a handful at once', async (t) => {
  const opened = await openReceipts(t)
  await sendUnheard(opened, 25)
  await Promise.all([1, 2, 3].map(() => askForReceipts(opened.world.deps, signal)))
  const asked = questions(opened)
  t.equal(new Set(asked).size, asked.length, 'nothing is asked twice')
  t.ok(asked.length >= 20 && asked.length <= 25)
  await askForReceipts(opened.world.deps, signal)
  t.equal(new Set(questions(opened)).size, 25, 'the others come next')
})

t.test('while Twilio is away a round costs one question, and nothing is lost', async (t) => {
  const opened = await openReceipts(t)
  const { server, world, provider } = opened
  const ids = await sendUnheard(opened, 3)
  let asked = 0
  const away = {
    ...provider,
    status: async () => {
      asked += 1
      throw new Error('away')
    }
  }
  await askForReceipts({ ...world.deps, providers: [away] }, signal)
  t.equal(asked, 1)
  await askForReceipts(
    {
      ...world.deps,
      providers: [{ ...away, rests: () => ({ kind: 'not_sent', code: 'circuit_open', retryAfterMs: 1 }) }]
    },
    signal
  )
  t.equal(asked, 1, 'and none while its circuit is open')
  for (const sms of server.taken) server.become(sms, 'delivered')
  await askForReceipts(world.deps, signal)
  const states = await Promise.all(ids.map(async (id) => (await world.row(id)).state))
  t.same(
    states.sort(),
    ['accepted', 'delivered', 'delivered'],
    'the one that was asked about waits for its next moment'
  )
})

t.test('a message that Twilio does not know holds nobody up', async (t) => {
  const opened = await openReceipts(t)
  const { server, world, last } = opened
  const [gone = '', there = ''] = await sendUnheard(opened, 2, 3)
  await world.change(gone, { providerMessageId: 'SM0', nextAskAt: ago(10) })
  server.become(last(), 'delivered')
  await askForReceipts(world.deps, signal)
  t.match(await world.row(gone), { state: 'accepted' })
  t.match(await world.row(there), { state: 'delivered' })
})

t.test('a service that stops does not wait for an answer', async (t) => {
  const opened = await openReceipts(t)
  const { world, provider } = opened
  await sendUnheard(opened, 2)
  const stopped = new AbortController()
  let asked = 0
  const silent = {
    ...provider,
    status: () => {
      asked += 1
      stopped.abort()
      return new Promise<never>(() => {})
    }
  }
  await askForReceipts({ ...world.deps, providers: [silent] }, stopped.signal)
  t.equal(asked, 1)
})
