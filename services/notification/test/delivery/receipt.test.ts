import t from 'tap'
import type { State } from '../../src/delivery/ledger.ts'
import { STATES } from '../../src/delivery/ledger.ts'
import type { Receipt, Standing } from '../../src/delivery/receipt.ts'
import { moveBy } from '../../src/delivery/receipt.ts'

const now = new Date('2026-11-22T12:00:00Z')
const taken = { kind: 'taken', id: 'SM1' } as const
const delivered = { kind: 'delivered', id: 'SM1' } as const
const undelivered = { kind: 'undelivered', id: 'SM1', code: '30003', failure: 'unreachable' } as const
const source = { provider: 'twilio', firstAskAt: now, isFree: true }

const row = (state: State, changes: Partial<Standing> = {}): Standing => ({
  state,
  attempt: 1,
  provider: 'twilio',
  providerMessageId: null,
  ...changes
})
const endOf = (standing: Standing, receipt: Receipt, isFree = true) =>
  moveBy(standing, receipt, { ...source, isFree }, now)?.state ?? standing.state

t.test('from every state each receipt leads forward or nowhere', async (t) => {
  const ends = STATES.map((state) => [
    state,
    ...[taken, delivered, undelivered].map((receipt) => endOf(row(state), receipt))
  ])
  t.same(ends, [
    ['pending', 'accepted', 'delivered', 'pending'],
    ['sending', 'accepted', 'delivered', 'undelivered'],
    ['in_doubt', 'accepted', 'delivered', 'undelivered'],
    ['accepted', 'accepted', 'delivered', 'accepted'],
    ['delivered', 'delivered', 'delivered', 'delivered'],
    ['undelivered', 'undelivered', 'delivered', 'undelivered'],
    ['failed', 'failed', 'delivered', 'failed'],
    ['expired', 'expired', 'delivered', 'expired']
  ])
})

t.test('a failure counts for the message that is bound, or if nothing else can be on its way', async (t) => {
  t.equal(endOf(row('accepted', { providerMessageId: 'SM1' }), undelivered), 'undelivered')
  t.equal(endOf(row('accepted', { providerMessageId: 'SM2' }), undelivered), 'accepted')
  t.equal(endOf(row('accepted', { providerMessageId: 'SM1', provider: 'sns' }), undelivered), 'accepted')
  t.equal(endOf(row('sending', { attempt: 2 }), undelivered), 'sending')
  t.equal(endOf(row('sending', { provider: 'sns' }), undelivered), 'sending')
  t.equal(endOf(row('in_doubt', { attempt: 2 }), undelivered), 'undelivered')
})

t.test('what another row stands for is not bound, and yet proves what it proves', async (t) => {
  t.match(moveBy(row('in_doubt'), taken, source, now), { providerMessageId: 'SM1', nextAskAt: now })
  const unbound = moveBy(row('in_doubt'), taken, { ...source, isFree: false }, now)
  t.match(unbound, { state: 'accepted', nextAskAt: null })
  t.notOk(unbound && 'providerMessageId' in unbound)
  t.equal(endOf(row('in_doubt'), delivered, false), 'delivered')
  t.equal(endOf(row('in_doubt'), undelivered, false), 'in_doubt')
  t.notOk('providerMessageId' in (moveBy(row('accepted', { providerMessageId: 'SM2' }), delivered, source, now) ?? {}))
})
