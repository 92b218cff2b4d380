import t from 'tap'
import { MINUTE } from '../fixtures/clock.ts'
import { openMessages } from '../fixtures/messages.ts'
import { call, login, newEmail, newNumber, PASSWORD, register } from '../fixtures/people.ts'
import { isRefused } from '../fixtures/replies.ts'
import { startIdentity } from '../fixtures/start-identity.ts'
import { isVictims } from './fixtures/is-victims.ts'
import { mockProvider } from './fixtures/mock-provider.ts'
import type { Arms, PreRegistered } from './fixtures/pre-registered.ts'
import { armed, isDisarmed, preRegistered } from './fixtures/pre-registered.ts'
import { googleAt } from './fixtures/settings.ts'
import { personAt, signInWith } from './fixtures/sign-in.ts'

const provider = await mockProvider(t)
const env = { ...googleAt(provider.issuer), RATE_LIMITS: 'off' }
const identity = await startIdentity(t, { env })
const other = await startIdentity(t, { env, beside: identity })
const messages = openMessages(t, identity)

/** All at once, through two processes, whatever an attacker with these arms can do. */
function storm({ attacker }: PreRegistered, { pendingCode, resetWith, other: session }: Arms) {
  const { email, refreshToken } = attacker
  const refresh = (refresh_token: string, service = identity) => call(service, 'POST', 'refresh', { refresh_token })
  const new_password = `${PASSWORD} of mine`
  return [
    ...Array.from({ length: 6 }, (_, n) => login(n % 2 ? identity : other, email)),
    ...Array.from({ length: 4 }, (_, n) =>
      refresh(n % 2 ? refreshToken : session.refresh_token, n < 2 ? identity : other)
    ),
    attacker.post('verify-phone', { code: pendingCode }),
    call(other, 'POST', 'verify-phone', { code: pendingCode }, { token: session.token }),
    attacker.patch('profile', { phone_number: newNumber(), bio: 'mine', first_name: 'Mine' }),
    call(other, 'POST', 'send-phone-verification', { phone_number: newNumber() }, { token: session.token }),
    call(other, 'POST', 'change-password', { current_password: PASSWORD, new_password }, { token: session.token }),
    call(other, 'POST', 'reset-password', { email, code: resetWith, new_password }),
    call(other, 'POST', 'forgot-password', { email }),
    register(other, { email })
  ]
}

t.test('after the take-over nothing of the attacker is left, however much was under way', async (t) => {
  for (let round = 0; round < 4; round++) {
    const people = await preRegistered(identity, provider)
    const arms = await armed(identity, messages, people)
    identity.clock.advance(5 * MINUTE)
    const before = storm(people, arms).slice(0, 4 * round)
    const taken = people.victim.signIn()
    const answers = await Promise.all([...before, ...storm(people, arms)])
    const answer = await taken
    t.equal(answer.statusCode, 200, answer.body)
    t.notOk(
      answers.some(({ statusCode }) => statusCode === 500),
      'nothing breaks'
    )
    const { token } = answer.json()
    const tokens = answers.filter(({ statusCode }) => statusCode === 200).map((answer) => answer.json().token)
    for (const stolen of tokens.filter(Boolean)) {
      const profile = await call(identity, 'GET', 'profile', undefined, { token: stolen })
      t.equal(profile.statusCode, 401, 'a session that was opened meanwhile')
    }
    await isDisarmed(t, identity, people, arms)
    await isVictims(t, identity, people, token)
  }
})

t.test('of ten sign-ins that take one account over at the same time, all are signed in and one takes it', async (t) => {
  const { attacker, victim } = await preRegistered(identity, provider)
  const tokens = await Promise.all(Array.from({ length: 10 }, () => victim.token()))
  const answers = await Promise.all(tokens.map((id_token, n) => signInWith(n % 2 ? identity : other, { id_token })))
  t.same(
    answers.map(({ statusCode }) => statusCode),
    Array(10).fill(200)
  )
  for (const answer of answers) {
    const profile = await call(identity, 'GET', 'profile', undefined, { token: answer.json().token })
    t.equal(profile.statusCode, 200, 'none ends the session of another')
  }
  const taken = "select 1 from identity.activity where user_id = ? and event = 'take_over'"
  t.equal((await identity.query(taken, [attacker.id])).length, 1)
})

t.test('who registers an address while its owner comes through the provider keeps nothing of it', async (t) => {
  for (let round = 0; round < 10; round++) {
    const victim = personAt(identity, provider, { email: newEmail() })
    const delayed = Array.from({ length: 3 }, (_, n) => register(n % 2 ? identity : other, { email: victim.email }))
    const [answer, ...registered] = await Promise.all([victim.signIn(), ...delayed])
    t.equal(answer.statusCode, 200, answer.body)
    for (const { statusCode, json } of registered) {
      if (statusCode !== 201) continue
      const profile = await call(identity, 'GET', 'profile', undefined, { token: json().token })
      isRefused(t, profile, 'session_revoked')
    }
    isRefused(t, await login(identity, victim.email), 'invalid_credentials')
  }
})
