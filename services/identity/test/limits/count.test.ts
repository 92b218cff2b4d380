import t from 'tap'
import { count, hold, look } from '../../src/limits/count.ts'
import { forgetLimits } from '../../src/limits/forget-limits.ts'
import { DAY, MINUTE } from '../fixtures/clock.ts'
import { waitingForLocks } from '../fixtures/locks.ts'
import { startIdentity } from '../fixtures/start-identity.ts'

const identity = await startIdentity(t, { relay: false })
const beside = await startIdentity(t, { beside: identity, relay: false })
const fork = () => identity.orm.em.fork()

t.test('a count is exact however many processes count at once', async (t) => {
  const tries = Array.from({ length: 60 }, (_, n) => {
    const process = n % 2 ? identity : beside
    return count(process.deps, process.orm.em.fork(), ['password-address', '192.0.2.1'])
  })
  const verdicts = await Promise.all(tries)
  t.equal(verdicts.filter(({ allowed }) => allowed).length, 30)
})

t.test('limits that are counted together in any order never wait for each other', async (t) => {
  const [a, b] = [['send-user', 'a'] as const, ['send-number', 'b'] as const]
  const tries = Array.from({ length: 40 }, (_, n) =>
    n % 2 ? count(identity.deps, fork(), [...a], [...b]) : count(beside.deps, beside.orm.em.fork(), [...b], [...a])
  )
  t.equal((await Promise.all(tries)).filter(({ allowed }) => allowed).length, 1)
})

t.test('what one limit refuses counts for none', async (t) => {
  await count(identity.deps, fork(), ['send-number', 'shared'])
  t.equal((await count(identity.deps, fork(), ['send-user', 'x'], ['send-number', 'shared'])).allowed, false)
  t.equal((await look(identity.deps, fork(), ['send-user', 'x'])).allowed, true)
})

t.test('looking does not count', async (t) => {
  for (let n = 0; n < 10; n++) t.equal((await look(identity.deps, fork(), ['send-user', 'looked'])).allowed, true)
})

t.test('what is held is counted by nobody until it is let go, and is not counted by that', async (t) => {
  let late: ReturnType<typeof count> | undefined
  await fork().transactional(async (em) => {
    t.equal((await hold(identity.deps, em, ['send-user', 'held'])).allowed, true)
    late = count(beside.deps, beside.orm.em.fork(), ['send-user', 'held'])
    await waitingForLocks(identity, 1)
    t.equal((await look(identity.deps, em, ['send-user', 'held'])).allowed, true)
  })
  t.equal((await late)?.allowed, true)
  const again = await fork().transactional((em) => hold(identity.deps, em, ['send-user', 'held']))
  t.equal(again.allowed, false)
})

t.test('what is over a limit is refused while somebody else holds its row', async (t) => {
  await count(identity.deps, fork(), ['send-user', 'spent'])
  await fork().transactional(async (em) => {
    await hold(identity.deps, em, ['send-user', 'spent'])
    const verdict = await count(beside.deps, beside.orm.em.fork(), ['send-user', 'spent'], ['send-number', 'free'])
    t.match(verdict, { allowed: false, from: identity.deps.now().getTime() + MINUTE })
  })
  t.equal((await look(identity.deps, fork(), ['send-number', 'free'])).allowed, true, 'and counts for none')
})

t.test('a count that is rolled back never was', async (t) => {
  const rolledBack = fork().transactional(async (em) => {
    await count(identity.deps, em, ['send-user', 'rolled'])
    throw new Error('later')
  })
  await t.rejects(rolledBack)
  t.equal((await look(identity.deps, fork(), ['send-user', 'rolled'])).allowed, true)
})

t.test('limits that count nothing any more are forgotten, the others stay', async (t) => {
  await count(identity.deps, fork(), ['send-user', 'old'])
  identity.clock.advance(2 * DAY)
  await count(identity.deps, fork(), ['send-user', 'new'])
  await forgetLimits(identity.deps, fork())
  const rows = await identity.query('select 1 from identity.limits')
  t.equal(rows.length, 1)
  identity.clock.advance(MINUTE / 2)
  t.equal((await look(identity.deps, fork(), ['send-user', 'new'])).allowed, false)
})
