import t from 'tap'
import { allowedFrom, memoryMs } from '../../src/limits/limit.ts'
import { POLICIES } from '../../src/limits/policies.ts'

const MINUTE = 60_000
const now = Date.UTC(2026, 5, 1)
const ago = (...minutes: number[]) => minutes.map((minute) => now - minute * MINUTE)
/** In how many minutes the next one may happen. */
const wait = (policy: Parameters<typeof allowedFrom>[0], hits: number[]) =>
  (allowedFrom(policy, hits, now) - now) / MINUTE

t.test('without events everything is allowed at once', (t) => {
  for (const policy of Object.values(POLICIES)) t.equal(allowedFrom(policy, [], now), now)
  t.end()
})

t.test('a window slides: it opens when the oldest event that counts leaves it', (t) => {
  const policy = { windows: [{ max: 3, seconds: 3600 }] }
  t.equal(wait(policy, ago(50, 40)), 0)
  t.equal(wait(policy, ago(50, 40, 30)), 10)
  t.equal(wait(policy, ago(59, 50, 40, 30)), 10, 'the third from the end counts')
  t.equal(wait(policy, ago(61, 50, 40)), 0)
  t.equal(wait(policy, ago(60, 50, 40)), 0, 'exactly an hour ago is past')
  t.equal(allowedFrom(policy, [now - 3600_000 + 1, ...ago(2, 1)], now), now + 1, 'to the millisecond')
  t.end()
})

t.test('of several windows the strictest decides', (t) => {
  const policy = {
    windows: [
      { max: 2, seconds: 60 },
      { max: 3, seconds: 3600 }
    ]
  }
  t.equal(wait(policy, ago(0.5)), 0)
  t.equal(wait(policy, ago(0.5, 0.25)), 0.5)
  t.equal(wait(policy, ago(50, 0.5, 0.25)), 10)
  t.end()
})

t.test('sends are one, two, then five minutes apart within an hour', (t) => {
  const { spacing } = POLICIES['send-user']
  const policy = { spacing }
  t.equal(wait(policy, ago(0)), 1)
  t.equal(wait(policy, ago(1, 0)), 2)
  t.equal(wait(policy, ago(3, 2, 0)), 5)
  t.equal(wait(policy, ago(20, 15, 10, 5, 0)), 5, 'the last one goes on holding')
  t.equal(wait(policy, ago(0.5)), 0.5)
  t.equal(wait(policy, ago(61, 0)), 1, 'what is more than an hour old counts no more')
  t.equal(wait(policy, ago(4, 2)), 0)
  t.end()
})

t.test('events are remembered for as long as they matter', (t) => {
  t.equal(memoryMs(POLICIES['send-number']), 24 * 3600_000)
  t.equal(memoryMs(POLICIES['send-user']), 3600_000)
  t.equal(memoryMs(POLICIES['password-account-address']), 15 * MINUTE)
  t.equal(memoryMs({}), 0)
  t.end()
})

t.test('the figures are those of the contract', (t) => {
  t.match(POLICIES['send-number'].windows, [
    { max: 5, seconds: 3600 },
    { max: 10, seconds: 86_400 }
  ])
  t.match(POLICIES['send-address'].windows, [{ max: 10, seconds: 3600 }])
  t.match(POLICIES['register-address'].windows, [{ max: 60, seconds: 60 }])
  t.match(POLICIES['password-account-address'].windows, [{ max: 5, seconds: 900 }])
  t.match(POLICIES['password-address'].windows, [{ max: 30, seconds: 60 }])
  t.match(POLICIES['password-account'].windows, [{ max: 100, seconds: 86_400 }])
  t.end()
})
