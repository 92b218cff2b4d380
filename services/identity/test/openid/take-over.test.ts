import t from 'tap'
import { MINUTE } from '../fixtures/clock.ts'
import { openMessages, otherThan } from '../fixtures/messages.ts'
import { call, newNumber } from '../fixtures/people.ts'
import { isRefused } from '../fixtures/replies.ts'
import { answered, forgot } from '../fixtures/resets.ts'
import { startIdentity } from '../fixtures/start-identity.ts'
import { mockProvider } from './fixtures/mock-provider.ts'
import { armed, isDisarmed, preRegistered } from './fixtures/pre-registered.ts'
import { googleAt } from './fixtures/settings.ts'
import { personAt } from './fixtures/sign-in.ts'

const provider = await mockProvider(t)
const identity = await startIdentity(t, { env: googleAt(provider.issuer) })
const messages = openMessages(t, identity)

t.test('who made an account with the address of another loses everything in it to its owner', async (t) => {
  const people = await preRegistered(identity, provider)
  const { attacker, victim } = people
  const arms = await armed(identity, messages, people)
  t.match((await attacker.get('profile')).json(), { user: { phone_verified: true, profile_completed: true } })

  const answer = await victim.signIn()
  t.equal(answer.statusCode, 200, answer.body)
  const { user, token, is_new_user, missing_fields } = answer.json()
  t.match(user, { id: attacker.id, email: attacker.email, email_verified: true })
  t.match(user, { phone_number: null, phone_verified: false, profile_completed: false })
  t.same({ is_new_user, missing_fields }, { is_new_user: false, missing_fields: ['phone_number'] })

  await isDisarmed(t, identity, people, arms)
  t.equal((await call(identity, 'GET', 'profile', undefined, { token })).statusCode, 200, 'the owner is not hit by it')
  t.same((await victim.signIn()).json().user, user, 'and finds everything as it was')
})

t.test('the owner reads of it in the history of the account', async (t) => {
  const { victim } = await preRegistered(identity, provider)
  const { token } = (await victim.signIn()).json()
  const { activity } = (await call(identity, 'GET', 'activity', undefined, { token })).json()
  const events = activity.map(({ event, provider }: { event: string; provider: string }) => `${event} ${provider}`)
  t.same(events, ['sign_in google', 'take_over google', 'registration password'])
})

t.test('a phone for tests goes like a real one', async (t) => {
  const { attacker, victim } = await preRegistered(identity, provider)
  await attacker.post('send-phone-verification', { phone_number: '+1234567890' })
  t.equal((await attacker.post('verify-phone', { code: '123456' })).statusCode, 200)
  const { user } = (await victim.signIn()).json()
  t.match(user, { phone_number: null, phone_verified: false })
  const rows = await identity.query('select phone_is_test from identity.users where id = ?', [user.id])
  t.same(rows, [{ phone_is_test: false }])
})

t.test('the number that the attacker had is free again, for the owner too', async (t) => {
  const people = await preRegistered(identity, provider)
  const { number } = await armed(identity, messages, people)
  const { token, user } = (await people.victim.signIn()).json()
  identity.clock.advance(10 * MINUTE)
  const sent = await call(identity, 'POST', 'send-phone-verification', { phone_number: number }, { token })
  t.equal(sent.statusCode, 200, sent.body)
  const verified = await call(identity, 'POST', 'verify-phone', { code: await messages.codeOf(user) }, { token })
  t.match(verified.json(), { user: { phone_number: number, phone_verified: true } })
})

t.test('a reset that the attacker asks for afterwards reaches nobody', async (t) => {
  const people = await preRegistered(identity, provider)
  await armed(identity, messages, people)
  const { user } = (await people.victim.signIn()).json()
  const count = async () => {
    const sql = 'select 1 from identity.phone_verifications where user_id = ? and purpose = ?'
    return (await identity.query(sql, [user.id, 'password_reset'])).length
  }
  const before = await count()
  await forgot(identity, people.attacker.email)
  await answered(identity, people.attacker.email)
  t.equal(await count(), before)
})

t.test('a locked code is closed too, since its last try may be under way', async (t) => {
  const { attacker, victim } = await preRegistered(identity, provider)
  await attacker.post('send-phone-verification', { phone_number: newNumber() })
  const code = otherThan(await messages.codeOf(attacker))
  for (let tries = 0; tries < 5; tries++) isRefused(t, await attacker.post('verify-phone', { code }), 'invalid_code')
  await victim.signIn()
  const sql = 'select 1 from identity.phone_verifications where user_id = ? and cancelled_at is null'
  t.same(await identity.query(sql, [attacker.id]), [])
})

t.test('an account whose address was verified is taken over by nobody', async (t) => {
  const { attacker: owner, victim: holder } = await preRegistered(identity, provider)
  await holder.signIn()
  const another = personAt(identity, provider, { email: owner.email })
  isRefused(t, await another.signIn(), 'email_taken')
  t.equal((await holder.signIn()).statusCode, 200)
})
