import t from 'tap'
import { expireMessages } from '../../src/phone-verification/expire-messages.ts'
import { MINUTE } from '../fixtures/clock.ts'
import { newNumber, signedInUser } from '../fixtures/people.ts'
import { startIdentity } from '../fixtures/start-identity.ts'

const identity = await startIdentity(t, { relay: false })
const statuses = () =>
  identity.query<{ status: string; failure: string | null }>('select status, failure from identity.sms_messages')

t.test('a message that nobody took is set to expired by identity itself', async (t) => {
  const person = await signedInUser(identity)
  await person.post('send-phone-verification', { phone_number: newNumber() })
  await expireMessages(identity.deps, identity.orm.em.fork())
  t.same(await statuses(), [{ status: 'queued', failure: null }], 'not while its code lives')
  identity.clock.advance(10 * MINUTE)
  await expireMessages(identity.deps, identity.orm.em.fork())
  t.same(await statuses(), [{ status: 'expired', failure: 'expired' }])
  const { verification } = (await person.get('phone-verification')).json()
  t.match(verification, { status: 'expired', failure: /new code/ })
})

t.test('a message whose end is known keeps it', async (t) => {
  const person = await signedInUser(identity)
  await person.post('send-phone-verification', { phone_number: '+1234567890' })
  identity.clock.advance(10 * MINUTE)
  await expireMessages(identity.deps, identity.orm.em.fork())
  t.ok((await statuses()).some(({ status }) => status === 'delivered'))
})
