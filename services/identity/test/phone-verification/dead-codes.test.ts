import t from 'tap'
import { newNumber, signedInUser } from '../fixtures/people.ts'
import { startIdentity } from '../fixtures/start-identity.ts'

const TEST_NUMBER = '+1234567890'

t.test('a locked code stays locked when the number changes', async (t) => {
  const identity = await startIdentity(t)
  const person = await signedInUser(identity, { phone_number: TEST_NUMBER })
  await person.post('send-phone-verification')
  for (let n = 0; n < 5; n++) await person.post('verify-phone', { code: '000000' })
  await person.patch('profile', { phone_number: newNumber() })
  t.match((await person.get('phone-verification')).json(), {
    verification: { status: 'locked', attempts_remaining: 0 }
  })
})

t.test('without limits only the five tries of a code stay', async (t) => {
  const identity = await startIdentity(t, { env: { RATE_LIMITS: 'off' } })
  const person = await signedInUser(identity)
  const phone_number = newNumber()
  for (let n = 0; n < 4; n++) {
    t.equal((await person.post('send-phone-verification', { phone_number })).statusCode, 200)
    for (let tries = 0; tries < 5; tries++)
      await person.post('verify-phone', { code: '00000a'.replace('a', `${tries}`) })
  }
  t.equal((await person.post('verify-phone', { code: '123456' })).json().code, 'no_pending_verification')
})
