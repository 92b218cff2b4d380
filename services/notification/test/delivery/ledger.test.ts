import t from 'tap'
import { before, OPEN_STATES, publicStatus, STATES, turnOf } from '../../src/delivery/ledger.ts'
import { TIMING } from '../../src/delivery/timing.ts'

const now = new Date('2026-11-22T12:00:00Z')
const sooner = new Date(now.getTime() - 1)
const later = new Date(now.getTime() + 60_000)

t.test('what a worker may do depends on state, deadline and life', async (t) => {
  const cases = [
    ['pending', null, later, 'send'],
    ['pending', null, now, 'expired'],
    ['sending', later, later, 'busy'],
    ['sending', later, sooner, 'busy'],
    ['sending', sooner, later, 'ask'],
    ['sending', sooner, sooner, 'expired'],
    ['in_doubt', later, later, 'busy'],
    ['in_doubt', now, later, 'ask'],
    ['in_doubt', sooner, now, 'expired']
  ] as const
  for (const [state, deadline, expiresAt, turn] of cases) {
    t.equal(turnOf({ state, deadline, expiresAt }, now), turn, `${state} ${turn}`)
  }
  for (const state of ['accepted', 'delivered', 'undelivered', 'failed', 'expired'] as const) {
    t.equal(turnOf({ state, expiresAt: sooner }, now), 'settled', state)
  }
})

t.test('a message never goes back from what the person was told, but to what lies on the phone', async (t) => {
  const rank = ['queued', 'sent', 'failed', 'expired', 'delivered']
  for (const state of STATES) {
    for (const earlier of before(state)) {
      t.ok(rank.indexOf(publicStatus(earlier)) <= rank.indexOf(publicStatus(state)), `${earlier} to ${state}`)
    }
  }
  t.same(before('expired'), before('failed'), 'one end does not replace another')
})

t.test('a send starts only from where nothing is on its way for certain', async (t) => {
  t.same(before('sending'), ['pending', 'in_doubt'])
  t.same(before('accepted'), OPEN_STATES, 'a receipt may prove that an earlier try went out')
  t.same(before('undelivered'), ['sending', 'in_doubt', 'accepted'])
  t.same(
    before('delivered'),
    STATES.filter((state) => state !== 'delivered')
  )
})

t.test(
  'another worker takes over only after the call must have ended, and before the queue gives the job away',
  async (t) => {
    t.ok(TIMING.fenceMs + TIMING.sendTimeoutMs < TIMING.takeoverMs)
    t.ok(TIMING.takeoverMs < 15_000)
  }
)
