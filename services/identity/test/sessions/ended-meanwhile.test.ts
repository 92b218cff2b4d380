import t from 'tap'
import { holdingUser, waitingForLocks } from '../fixtures/locks.ts'
import type { Messages } from '../fixtures/messages.ts'
import { openMessages } from '../fixtures/messages.ts'
import type { Person } from '../fixtures/people.ts'
import { caller, login, newAddress, newNumber, PASSWORD, signedInUser } from '../fixtures/people.ts'
import { isRefused } from '../fixtures/replies.ts'
import { startIdentity } from '../fixtures/start-identity.ts'
import { claimsOf } from '../fixtures/tokens.ts'

const identity = await startIdentity(t)
const messages = openMessages(t, identity)
const NEW_PASSWORD = `${PASSWORD} of mine`

type Thief = Pick<Person, 'post' | 'delete'>
type Way = (thief: Thief, owner: Person, messages: Messages) => Promise<() => ReturnType<Thief['post']>>

/** What a thief may have begun: signed in when the head of the request came, with the body held back. */
const WAYS: Record<string, Way> = {
  'a phone with which the password could be reset': async (thief, owner) => {
    await thief.post('send-phone-verification', { phone_number: newNumber() })
    const code = await messages.codeOf(owner)
    return () => thief.post('verify-phone', { code })
  },
  'the end of all sessions': async (thief) => () => thief.post('logout', { scope: 'global' }),
  'the end of the other sessions': async (thief) => () => thief.post('logout', { scope: 'others' }),
  "the end of the owner's session": async (thief, owner) => () =>
    thief.delete(`/api/auth/sessions/${claimsOf(owner.token).sid}/`)
}

for (const [name, way] of Object.entries(WAYS)) {
  t.test(`who is signed out by a new password brings about no more: ${name}`, async (t) => {
    const owner = await signedInUser(identity)
    const { token } = (await login(identity, owner.email)).json()
    const begin = await way(caller(identity, token, newAddress()), owner, messages)
    let answers: Promise<Awaited<ReturnType<Thief['post']>>[]> | undefined
    await holdingUser(identity, owner.id, async () => {
      const changed = owner.post('change-password', { current_password: PASSWORD, new_password: NEW_PASSWORD })
      await waitingForLocks(identity, 1)
      answers = Promise.all([changed, begin()])
      await waitingForLocks(identity, 2)
    })
    const [changed, late] = (await answers) ?? []
    t.equal(changed?.statusCode, 200)
    if (late) isRefused(t, late, 'session_revoked')
    const profile = await owner.get('profile')
    t.equal(profile.statusCode, 200, 'the owner is still signed in')
    t.match(profile.json().user, { phone_number: null, phone_verified: false })
  })
}
