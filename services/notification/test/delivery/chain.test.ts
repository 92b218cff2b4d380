import t from 'tap'
import { chainFrom, hasTime, patience } from '../../src/delivery/chain.ts'
import type { Provider } from '../../src/providers/provider.ts'

const provider = (name: Provider['name'], minimumLifeSeconds = 0): Provider => ({
  name,
  minimumLifeSeconds,
  send: async () => ({ kind: 'not_sent', code: 'none' })
})
const chain = [provider('twilio'), provider('sns', 60), provider('inbox')]
const names = (inHand: string | null) => chainFrom(chain, inHand).map(({ name }) => name)

t.test('the chain goes on where the message is, or starts at the first', async (t) => {
  t.same(names(null), ['twilio', 'sns', 'inbox'])
  t.same(names('sns'), ['sns', 'inbox'])
  t.same(names('no longer chosen'), ['twilio', 'sns', 'inbox'])
})

t.test('a provider gets a message only while it can still be of use', async (t) => {
  t.notOk(hasTime(provider('twilio'), 0))
  t.ok(hasTime(provider('twilio'), 1))
  t.notOk(hasTime(provider('sns', 60), 59))
  t.ok(hasTime(provider('sns', 60), 60))
})

t.test('a provider is never asked sooner than it said, and less often each time', async (t) => {
  t.equal(patience(7000, 1, 0), 7000)
  t.equal(patience(7000, 1, 1), 8000)
  t.equal(patience(7000, 3, 1), 11_000)
  t.equal(patience(0, 50, 1), 15_000, 'up to a limit')
})
