import t from 'tap'
import { openSns } from '../helpers/real-providers.ts'

const sms = { id: 'e2b5ed0c-6f0c-4a7c-9a60-0d6b0b1c2d3e', to: '+14155552671', body: '428571 is your code.' }
const life = { validForSeconds: 540 }

t.test('a message goes out signed, as transactional', async (t) => {
  const { server, provider } = await openSns(t)

  t.match(await provider.send(sms, life), { kind: 'accepted', id: server.taken[0]?.id })
  t.match(server.taken, [{ to: sms.to, body: sms.body }])
  t.match(Object.fromEntries(server.received[0]?.form ?? []), {
    Action: 'Publish',
    PhoneNumber: sms.to,
    Message: sms.body,
    'MessageAttributes.entry.1.Name': 'AWS.SNS.SMS.SMSType',
    'MessageAttributes.entry.1.Value.DataType': 'String',
    'MessageAttributes.entry.1.Value.StringValue': 'Transactional'
  })
})

t.test('every refusal has its class, and costs one request', async (t) => {
  const { server, provider } = await openSns(t)
  const cases = [
    [400, 'Throttling', { kind: 'refused', code: 'Throttling' }],
    [429, 'ThrottledException', { kind: 'refused' }],
    [400, 'InvalidParameter', { kind: 'permanent', failure: 'invalid_number' }],
    [400, 'OptedOut', { kind: 'permanent', failure: 'opted_out' }],
    [403, 'InvalidClientTokenId', { kind: 'misconfigured' }],
    [403, 'SignatureDoesNotMatch', { kind: 'misconfigured' }],
    [403, 'AuthorizationError', { kind: 'misconfigured' }],
    [500, 'InternalError', { kind: 'unknown' }],
    [503, 'ServiceUnavailable', { kind: 'unknown' }],
    [400, 'SomethingNew', { kind: 'permanent', failure: 'unknown' }]
  ] as const
  for (const [status, code, expected] of cases) {
    server.next({ kind: 'fail', status, code })
    t.match(await provider.send(sms, life), expected, `${status} ${code}`)
  }
  t.equal(server.received.length, cases.length)
  t.equal(server.taken.length, 0)
})

t.test('a lost answer leaves open what happened; a server never reached does not', async (t) => {
  const { server, provider } = await openSns(t, { timeoutMs: 2000 })
  for (const kind of ['hang', 'reset', 'take_then_hang', 'take_then_reset'] as const) {
    server.next({ kind })
    t.match(await provider.send(sms, life), { kind: 'unknown' }, kind)
  }
  t.equal(server.received.length, 4, 'one request each')
  await server.close()
  t.match(await provider.send(sms, life), { kind: 'not_sent', code: 'ECONNREFUSED' })
})

t.test('a wrong key is a fault of the configuration', async (t) => {
  const { provider } = await openSns(t, { accessKeyId: 'AKIDOTHER' })
  t.match(await provider.send(sms, life), { kind: 'misconfigured', code: 'SignatureDoesNotMatch' })
})
