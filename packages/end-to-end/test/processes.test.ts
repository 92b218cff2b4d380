import t from 'tap'
import { POSTGRES, REDIS } from './fixtures/backends.ts'
import { startTwilio } from './fixtures/phones.ts'
import { startStack } from './fixtures/start-stack.ts'
import { drainUnderLoad } from './processes/drain.ts'
import { countPasswords, countSends } from './processes/limits.ts'
import { sendOnce } from './processes/sends.ts'

for (const backend of [POSTGRES, REDIS]) {
  t.test(`two processes of each service are one product (${backend.name})`, { skip: backend.missing }, async (t) => {
    const twilio = await startTwilio(t)
    const two = { identities: [{}, {}], notifications: [{}, {}], env: twilio.settings }
    const stack = await startStack(t, backend, two)

    t.test('a message counts at both', (t) => countSends(t, stack, twilio))
    t.test('a wrong password counts at both', (t) => countPasswords(t, stack))
    t.test('of sixty messages each reaches its phone once', (t) => sendOnce(t, stack, twilio))
    t.test('SIGTERM under load ends with 0, and nothing is lost or repeated', (t) => drainUnderLoad(t, stack, twilio))
  })
}
