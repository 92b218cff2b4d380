import { createLog } from '@gatehouse/platform/log'
import { LedgerRow } from '../src/delivery/ledger.entity.ts'
import { GUARD, guarded } from '../src/providers/guarded.ts'
import { onEachBackend, openTwilioQueues } from './helpers/each-backend.ts'
import { until } from './helpers/until.ts'

const log = createLog({ name: 'test', level: 'silent', pretty: false })
const MESSAGES = 100
const A_SECOND = 40

onEachBackend(
  13,
  'more messages than Twilio takes in a second: all go out, few are refused, none loses a try',
  async (t, backend) => {
    const { server, world, queues } = await openTwilioQueues(t, backend, (provider) => guarded(provider, log))
    server.cap(A_SECOND)
    server.next({ kind: 'fail', status: 429, code: '20429', retryAfter: 1 })
    const jobs = await Promise.all(Array.from({ length: MESSAGES }, () => queues.send()))
    await queues.start()
    const sent = () => jobs.every(({ message_id }) => queues.statusOf(message_id) === 'sent')
    await until('all sent', sent)
    const calls = server.received.filter(({ method }) => method === 'POST').length
    t.equal(server.taken.length, MESSAGES)
    t.ok(calls > MESSAGES && calls <= 1.5 * MESSAGES, `${calls} calls`)
    t.equal(queues.failed.length, 0)
    const rows = await world.deps.orm.em.fork().find(LedgerRow, {})
    const attempts = rows.reduce((sum, { attempt }) => sum + attempt, 0)
    t.ok(attempts <= 1.5 * MESSAGES, `${attempts} attempts`)
  }
)

onEachBackend(
  13,
  'while Twilio is away messages wait for it, ask it now and then, and go out once it is back',
  async (t, backend) => {
    const limits = { ...GUARD, restsMs: [200, 400] }
    const { server, world, queues } = await openTwilioQueues(t, backend, (provider) => guarded(provider, log, limits))
    server.always({ kind: 'fail', status: 401, code: '20003' })
    const jobs = await Promise.all(Array.from({ length: 30 }, () => queues.send()))
    await queues.start()
    const [twilio] = world.deps.providers
    const calls = () => server.received.filter(({ method }) => method === 'POST').length
    await until('it was probed more than once', () => calls() > 25)
    t.match(twilio?.health?.().circuit, /^(half_)?open$/)
    server.always({ kind: 'take' })
    await until('all sent', () => jobs.every(({ message_id }) => queues.statusOf(message_id) === 'sent'))
    t.equal(server.taken.length, 30)
    t.same(
      queues.failed.filter(({ state }) => state === 'failed'),
      []
    )
  }
)
