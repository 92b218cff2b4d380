import t from 'tap'
import { killIdentity, killIdentityInHaste } from './crash/kill-identity.ts'
import { killWorker } from './crash/kill-worker.ts'
import { POSTGRES } from './fixtures/backends.ts'
import { POSTGRES_OUTAGE } from './fixtures/outages.ts'
import { startTwilio } from './fixtures/phones.ts'
import { startStack } from './fixtures/start-stack.ts'

t.test('what was answered is sent, whatever is killed', { skip: POSTGRES.missing }, async (t) => {
  const [store, twilio] = [await POSTGRES_OUTAGE.openStore(t), await startTwilio(t)]
  const stack = await startStack(t, POSTGRES, { queueUrl: store.queueUrl, env: twilio.settings })

  t.test('identity dies with all of it in hand', (t) => killIdentity(t, stack, twilio, store))
  t.test('identity dies right after its first answer', (t) => killIdentityInHaste(t, stack, twilio))
  t.test('a worker dies with messages in hand, and each reaches its phone once', (t) => killWorker(t, stack, twilio))
})
