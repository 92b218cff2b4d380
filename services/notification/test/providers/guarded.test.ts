import { createLog } from '@gatehouse/platform/log'
import type { Test } from 'tap'
import t from 'tap'
import { GUARD, guarded } from '../../src/providers/guarded.ts'
import { openTwilio } from '../helpers/real-providers.ts'
import { until } from '../helpers/until.ts'

const log = createLog({ name: 'test', level: 'silent', pretty: false })
const sms = { id: 'e2b5ed0c-6f0c-4a7c-9a60-0d6b0b1c2d3e', to: '+14155552671', body: '428571 is your code.' }
const life = { validForSeconds: 540 }

async function openGuarded(t: Test, changes: Partial<typeof GUARD> = {}) {
  const { server, provider } = await openTwilio(t, { publicUrl: 'https://sms.example.com', timeoutMs: 2000 })
  const guard = guarded(provider, log, { ...GUARD, ...changes })
  const sends = async (count: number) => {
    const answers = []
    for (let left = count; left > 0; left--) answers.push(await guard.send(sms, life))
    return answers
  }
  return { server, guard, sends }
}

t.test('what says that Twilio is away or refuses us opens its circuit after five in a row', async (t) => {
  for (const failure of [
    { kind: 'reset' },
    { kind: 'fail', status: 503, code: '20503' },
    { kind: 'fail', status: 401, code: '20003' }
  ] as const) {
    const { server, guard, sends } = await openGuarded(t)
    server.always(failure)
    await sends(4)
    t.match(guard.health?.(), { circuit: 'closed' })
    t.equal(guard.rests?.(), undefined)
    await sends(1)
    t.match(guard.health?.(), { circuit: 'open' })
    t.match(guard.rests?.(), { kind: 'not_sent', code: 'circuit_open', retryAfterMs: Number })
    t.match(await sends(3), Array(3).fill({ kind: 'not_sent', code: 'circuit_open' }))
    t.equal(server.received.length, 5)
  }
  const { server, guard, sends } = await openGuarded(t)
  await server.close()
  await sends(5)
  t.match(guard.health?.(), { circuit: 'open' }, 'nobody listens')
})

t.test('what says something of the message or the number does not', async (t) => {
  for (const [status, code] of [
    [400, '21211'],
    [400, '21610'],
    [403, '60410'],
    [400, '21408'],
    // Anyone may ask for codes to numbers that our sender does not reach.
    [400, '21612'],
    [400, '21608']
  ] as const) {
    const { server, guard, sends } = await openGuarded(t)
    server.always({ kind: 'fail', status, code })
    await sends(6)
    t.match(guard.health?.(), { circuit: 'closed' }, code)
    t.equal(server.received.length, 6)
  }
})

t.test('who sends while the circuit is open can still ask what became of a message', async (t) => {
  const { server, guard, sends } = await openGuarded(t)
  const since = new Date()
  server.always({ kind: 'take_then_reset' })
  await sends(5)
  t.match(guard.health?.(), { circuit: 'open' })
  t.equal((await guard.find?.(sms, since))?.length, 5)
  t.match(await guard.status?.(`${server.taken[0]?.id}`), { kind: 'taken' })
})

t.test('questions that fail are not asked for a while, and say nothing of sends', async (t) => {
  const { server, guard, sends } = await openGuarded(t)
  const since = new Date()
  const down = await openGuarded(t)
  await down.server.close()
  for (let count = 0; count < 5; count++) await t.rejects(async () => down.guard.find?.(sms, since))
  await t.rejects(async () => down.guard.status?.('SM1'), { message: 'left_alone' })
  t.match(down.guard.health?.(), { circuit: 'closed' })
  t.match(await sends(1), [{ kind: 'accepted', id: server.taken[0]?.id }])
  t.same(await guard.find?.(sms, since), [server.taken[0]?.id])
})

t.test('a provider that asks for patience is left alone by everybody for as long as it asked', async (t) => {
  const { server, guard, sends } = await openGuarded(t)
  server.next({ kind: 'fail', status: 429, code: '20429', retryAfter: 1 })
  t.match(await sends(1), [{ kind: 'refused', code: '20429', retryAfterMs: 1000 }])
  const others = await Promise.all(Array.from({ length: 50 }, () => guard.send(sms, life)))
  t.match(others, Array(50).fill({ kind: 'refused', code: 'left_alone' }))
  t.equal(server.received.length, 1)
  t.match(guard.health?.(), { circuit: 'closed' })
  await until('its patience is back', () => !guard.rests?.())
  t.match(await sends(1), [{ kind: 'accepted' }])
})

t.test('who asks for an hour keeps the others away for no more than a minute', async (t) => {
  const { server, guard, sends } = await openGuarded(t, { longestPauseMs: 50 })
  server.next({ kind: 'fail', status: 429, code: '20429', retryAfter: 3600 })
  t.match(await sends(1), [{ kind: 'refused', retryAfterMs: 3_600_000 }])
  await until('another may try', () => !guard.rests?.())
  t.match(await sends(1), [{ kind: 'accepted' }])
})

t.test('a refusal without a time still names one, so that it costs a job nothing', async (t) => {
  const { server, sends } = await openGuarded(t, { pauseMs: 5 })
  server.next({ kind: 'fail', status: 429, code: '20429' })
  t.match(await sends(1), [{ kind: 'refused', retryAfterMs: 5 }])
})

t.test('a call that never ends ends as unknown, and lets the next probe through', async (t) => {
  const { provider } = await openTwilio(t)
  const silent = { ...provider, send: () => new Promise<never>(() => {}) }
  const guard = guarded(silent, log, { ...GUARD, longestCallMs: 10, restsMs: [0] })
  for (let count = 0; count < 7; count++) {
    t.match(await guard.send(sms, life), { kind: 'unknown', code: 'too_slow' })
  }
  t.match(guard.health?.(), { circuit: 'open' })
})
