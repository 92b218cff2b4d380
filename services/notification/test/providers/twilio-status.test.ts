import t from 'tap'
import { openTwilio } from '../helpers/real-providers.ts'

const sms = { id: 'e2b5ed0c-6f0c-4a7c-9a60-0d6b0b1c2d3e', to: '+14155552671', body: '428571 is your code.' }
const life = { validForSeconds: 540 }

t.test('Twilio tells what became of a message, in the words of a receipt', async (t) => {
  const { server, provider } = await openTwilio(t, { publicUrl: 'https://sms.example.com' })
  await provider.send(sms, life)
  const [taken] = server.taken
  if (!taken) throw new Error('Twilio took nothing')
  const { id } = taken
  for (const [status, errorCode, expected] of [
    ['queued', undefined, { kind: 'taken', id }],
    ['sent', undefined, { kind: 'taken', id }],
    ['delivered', undefined, { kind: 'delivered', id }],
    ['read', undefined, { kind: 'delivered', id }],
    ['undelivered', '30003', { kind: 'undelivered', id, code: '30003', failure: 'unreachable' }],
    ['failed', undefined, { kind: 'undelivered', id, code: null, failure: 'unknown' }],
    ['receiving', undefined, null]
  ] as const) {
    server.become(taken, status, errorCode)
    t.same(await provider.status?.(id), expected, status)
  }
  t.equal(await provider.status?.(`SM${'0'.repeat(32)}`), null, 'one that it does not know')
  server.close()
  await t.rejects(async () => provider.status?.(id), 'and throws when it cannot be asked')
})

t.test('what Twilio was not asked to tell, it is not asked for either', async (t) => {
  for (const changes of [{}, { publicUrl: 'http://localhost:8001' }]) {
    t.equal((await openTwilio(t, changes)).provider.status, undefined)
  }
})
