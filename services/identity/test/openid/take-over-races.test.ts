import t from 'tap'
import { MINUTE } from '../fixtures/clock.ts'
import { holdingUser, waitingForLocks } from '../fixtures/locks.ts'
import { openMessages } from '../fixtures/messages.ts'
import { call, login, newNumber, PASSWORD } from '../fixtures/people.ts'
import { startIdentity } from '../fixtures/start-identity.ts'
import { isVictims } from './fixtures/is-victims.ts'
import { mockProvider } from './fixtures/mock-provider.ts'
import type { Arms, PreRegistered } from './fixtures/pre-registered.ts'
import { armed, preRegistered } from './fixtures/pre-registered.ts'
import { googleAt } from './fixtures/settings.ts'

const provider = await mockProvider(t)
const identity = await startIdentity(t, { env: googleAt(provider.issuer) })
const messages = openMessages(t, identity)
const NEW_PASSWORD = `${PASSWORD} of mine`

type Attack = (people: PreRegistered, arms: Arms) => Promise<{ statusCode: number }>

/** What an attacker may have under way at the moment of the take-over. Each waits for the account's lock. */
const ATTACKS: Record<string, Attack> = {
  'a sign-in': ({ attacker }) => login(identity, attacker.email),
  'the right code of a phone': ({ attacker }, { pendingCode }) => attacker.post('verify-phone', { code: pendingCode }),
  'a change of the profile': ({ attacker }) =>
    attacker.patch('profile', { bio: 'mine', first_name: 'Mine', phone_number: newNumber() }),
  'a request for a code': ({ attacker }) => attacker.post('send-phone-verification', { phone_number: newNumber() }),
  'a new password': ({ attacker }) =>
    attacker.post('change-password', { current_password: PASSWORD, new_password: NEW_PASSWORD }),
  'a reset of the password': ({ attacker: { email } }, { resetWith: code }) =>
    call(identity, 'POST', 'reset-password', { email, code, new_password: NEW_PASSWORD }),
  'a confirmation': ({ attacker }) => attacker.post('reauthenticate', { password: PASSWORD }),
  'an erasure': ({ attacker }) => attacker.delete('account')
}

for (const [name, attack] of Object.entries(ATTACKS)) {
  t.test(`${name} that was under way during the take-over changes nothing after it`, async (t) => {
    const people = await preRegistered(identity, provider)
    const arms = await armed(identity, messages, people)
    // Signed in a moment ago, so that nothing fails for another reason.
    identity.clock.advance(5 * MINUTE)
    await people.attacker.post('reauthenticate', { password: PASSWORD })
    let answers: Promise<unknown[]> | undefined
    let answer: ReturnType<typeof people.victim.signIn> | undefined
    await holdingUser(identity, people.attacker.id, async () => {
      answer = people.victim.signIn()
      await waitingForLocks(identity, 1)
      answers = Promise.all([attack(people, arms)])
      await waitingForLocks(identity, 2)
    })
    t.equal((await answer)?.statusCode, 200)
    const [refused] = (await answers) as { statusCode: number }[]
    t.ok([400, 401, 403].includes(refused?.statusCode ?? 0), `answered ${refused?.statusCode}`)
    const { token } = (await answer)?.json() ?? {}
    await isVictims(t, identity, people, token)
    const profile = await call(identity, 'GET', 'profile', undefined, { token })
    t.match(profile.json().user, { bio: null, first_name: '' })
  })
}
