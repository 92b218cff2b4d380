import t from 'tap'
import { openTwilio } from '../helpers/real-providers.ts'

const sms = { id: 'e2b5ed0c-6f0c-4a7c-9a60-0d6b0b1c2d3e', to: '+14155552671', body: '428571 is your code.' }
const life = { validForSeconds: 540 }

t.test('a message goes out with its number, text and remaining life', async (t) => {
  const { server, provider } = await openTwilio(t)

  const answer = await provider.send(sms, life)
  t.match(answer, { kind: 'accepted', id: server.taken[0]?.id })
  t.match(server.taken, [{ to: sms.to, body: sms.body }])
  const [request] = server.received
  t.same(Object.fromEntries(request?.form ?? []), {
    To: sms.to,
    Body: sms.body,
    From: '+15005550006',
    ValidityPeriod: '540'
  })
})

t.test('receipts are asked for only where Twilio can reach', async (t) => {
  const asked = async (publicUrl: string) => {
    const { server, provider } = await openTwilio(t, { publicUrl })
    await provider.send(sms, life)
    return server.received[0]?.form.get('StatusCallback') ?? null
  }
  t.equal(await asked('https://sms.example.com'), `https://sms.example.com/webhooks/twilio/status?message_id=${sms.id}`)
  for (const local of ['http://localhost:8001', 'http://127.0.0.1:8001', 'http://[::1]:8001']) {
    t.equal(await asked(local), null, local)
  }
})

t.test('a messaging service, if there is one, chooses the sender', async (t) => {
  const { server, provider } = await openTwilio(t, { messagingServiceSid: 'MG0123456789abcdef' })
  await provider.send(sms, life)
  const form = server.received[0]?.form
  t.match(
    { from: form?.get('From'), service: form?.get('MessagingServiceSid') },
    { from: null, service: 'MG0123456789abcdef' }
  )
})

t.test('every refusal has its class, and costs one request', async (t) => {
  const { server, provider } = await openTwilio(t)
  const cases = [
    [429, '20429', { kind: 'refused', code: '20429', retryAfterMs: 7000 }],
    [400, '21211', { kind: 'permanent', failure: 'invalid_number' }],
    [400, '21614', { kind: 'permanent', failure: 'invalid_number' }],
    [400, '21610', { kind: 'permanent', failure: 'opted_out' }],
    [400, '21635', { kind: 'permanent', failure: 'unreachable' }],
    [400, '21408', { kind: 'policy', failure: 'region_not_allowed' }],
    [403, '60410', { kind: 'policy', failure: 'blocked' }],
    [403, '60605', { kind: 'policy', failure: 'region_not_allowed' }],
    [401, '20003', { kind: 'misconfigured', code: '20003' }],
    [400, '21603', { kind: 'misconfigured', code: '21603', isForNumber: undefined }],
    [400, '21606', { kind: 'misconfigured', code: '21606', isForNumber: true }],
    [400, '21608', { kind: 'misconfigured', code: '21608', isForNumber: true }],
    [400, '21612', { kind: 'misconfigured', code: '21612', isForNumber: true }],
    [500, '20500', { kind: 'unknown', code: '20500' }],
    [503, '20503', { kind: 'unknown', code: '20503' }],
    [400, '29999', { kind: 'permanent', failure: 'unknown' }],
    [404, '', { kind: 'misconfigured', code: 'http_404' }],
    [502, '', { kind: 'unknown', code: 'http_502' }]
  ] as const
  for (const [status, code, expected] of cases) {
    server.next({ kind: 'fail', status, code, ...(status === 429 ? { retryAfter: 7 } : {}) })
    t.match(await provider.send(sms, life), expected, `${status} ${code}`)
  }
  t.equal(server.received.length, cases.length)
  t.equal(server.taken.length, 0)
})

t.test('a lost answer leaves open what happened; a server never reached does not', async (t) => {
  const { server, provider } = await openTwilio(t, { timeoutMs: 2000 })
  for (const kind of ['hang', 'reset', 'take_then_hang', 'take_then_reset'] as const) {
    server.next({ kind })
    t.match(await provider.send(sms, life), { kind: 'unknown' }, kind)
  }
  t.equal(server.received.length, 4, 'one request each')
  await server.close()
  t.match(await provider.send(sms, life), { kind: 'not_sent', code: 'ECONNREFUSED' })
  const nowhere = await openTwilio(t, { apiBaseUrl: 'http://no-such-host.invalid' })
  t.match(await nowhere.provider.send(sms, life), { kind: 'not_sent', code: /ENOTFOUND|EAI_AGAIN/ })
})

t.test('a wrong token is a fault of the configuration', async (t) => {
  const { provider } = await openTwilio(t, { authToken: 'another' })
  t.match(await provider.send(sms, life), { kind: 'misconfigured', code: '20003' })
})

t.test('the list tells which messages Twilio took since then, oldest first', async (t) => {
  const { server, provider } = await openTwilio(t)
  const since = new Date()
  await provider.send(sms, life)
  await provider.send({ ...sms, body: 'another text' }, life)
  await provider.send({ ...sms, to: '+14155550000' }, life)
  await provider.send(sms, life)

  const [first, , , last] = server.taken
  t.same(await provider.find?.(sms, since), [first?.id, last?.id])
  t.same(await provider.find?.(sms, new Date(since.getTime() + 60_000)), [], 'what was there before is not ours')
  t.match(server.received.at(-1)?.query.get('To'), sms.to)
})
