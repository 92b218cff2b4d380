import type { LightMyRequestResponse } from 'fastify'
import t from 'tap'
import { holdingUser, waitingForLocks } from '../fixtures/locks.ts'
import { login, newAddress, newEmail, PASSWORD, signedInUser } from '../fixtures/people.ts'
import { isRefused } from '../fixtures/replies.ts'
import { startIdentity } from '../fixtures/start-identity.ts'
import { mockProvider } from './fixtures/mock-provider.ts'
import { googleAt } from './fixtures/settings.ts'
import { personAt, signInWith } from './fixtures/sign-in.ts'

const provider = await mockProvider(t)
const identity = await startIdentity(t, { env: googleAt(provider.issuer), relay: false })

/** Somebody with an account here and, at the provider, the same address. */
async function somebody() {
  const account = await signedInUser(identity, { first_name: 'Rosalind', city: 'London' })
  return { account, person: personAt(identity, provider, { email: account.email }) }
}
const historyOf = async (userId: string) => {
  const rows = await identity.query<{ event: string; outcome: string; provider: string }>(
    'select event, outcome, provider from identity.activity where user_id = ? order by id',
    [userId]
  )
  return rows.map(({ event, outcome, provider }) => `${event} ${outcome} ${provider}`)
}

t.test('who also proves the password of the account gets it linked, with everything that is in it', async (t) => {
  const { account, person } = await somebody()
  const answer = await person.signIn({ password: PASSWORD })
  t.match(answer.json(), { is_new_user: false, user: { id: account.id, email_verified: true, city: 'London' } })
  t.equal(answer.json().user.first_name, 'Rosalind', 'not what the provider says')
  t.equal((await account.get('profile')).statusCode, 200, 'its sessions go on')
  t.equal((await login(identity, account.email)).statusCode, 200, 'and so does its password')
  t.match((await person.signIn()).json(), { is_new_user: false, user: { id: account.id } })
  t.same(await historyOf(account.id), [
    'registration success password',
    'link success google',
    'sign_in success google',
    'sign_in success password',
    'sign_in success google'
  ])
})

t.test('a wrong password takes nothing over, uses up no token, and counts as a try', async (t) => {
  const { account, person } = await somebody()
  const id_token = await person.token()
  const remoteAddress = newAddress()
  for (let tries = 0; tries < 5; tries++) {
    const wrong = await signInWith(identity, { id_token, password: 'wrong' }, { remoteAddress })
    isRefused(t, wrong, 'invalid_credentials')
  }
  isRefused(t, await signInWith(identity, { id_token, password: PASSWORD }, { remoteAddress }), 'rate_limited')
  t.match((await account.get('profile')).json().user, { email_verified: false })
  t.equal((await login(identity, account.email)).statusCode, 200)
  t.equal((await signInWith(identity, { id_token, password: PASSWORD })).statusCode, 200, 'from elsewhere')
  t.equal((await historyOf(account.id)).filter((line) => line === 'link failure password').length, 5)
})

t.test('a password that is changed while it is compared links nothing', async (t) => {
  const { account, person } = await somebody()
  const new_password = `${PASSWORD}, another`
  let answers: Promise<LightMyRequestResponse[]> | undefined
  await holdingUser(identity, account.id, async () => {
    const changed = account.post('change-password', { current_password: PASSWORD, new_password })
    await waitingForLocks(identity, 1)
    answers = Promise.all([changed, person.signIn({ password: PASSWORD })])
    await waitingForLocks(identity, 2)
  })
  const [changed, answer] = (await answers) ?? []
  t.equal(changed?.statusCode, 200)
  isRefused(t, answer as LightMyRequestResponse, 'invalid_credentials')
  t.match((await person.signIn({ password: new_password })).json(), { user: { id: account.id, city: 'London' } })
})

t.test('where it decides nothing, a password is not looked at', async (t) => {
  const { person } = await somebody()
  t.equal((await person.signIn({ password: PASSWORD })).statusCode, 200)
  t.equal((await person.signIn({ password: 'wrong' })).statusCode, 200, 'linked already')
  const fresh = personAt(identity, provider, { email: newEmail() })
  t.match((await fresh.signIn({ password: 'wrong' })).json(), { is_new_user: true })
  isRefused(t, await login(identity, fresh.email, 'wrong'), 'invalid_credentials', 'nor does it become one')
})

t.test('somebody to whom the provider gave an address after somebody else does not get their account', async (t) => {
  const owner = personAt(identity, provider, { email: newEmail() })
  const { user } = (await owner.signIn()).json()
  const successor = personAt(identity, provider, { email: owner.email })
  isRefused(t, await successor.signIn(), 'email_taken')
  isRefused(t, await successor.signIn({ password: PASSWORD }), 'email_taken')
  t.match((await owner.signIn()).json(), { user: { id: user.id } })
  t.same(
    (await historyOf(user.id)).filter((line) => line.includes('failure')),
    Array(2).fill('link failure google')
  )
})

t.test('who is known at the provider keeps the account, whatever their address is now', async (t) => {
  const owner = personAt(identity, provider, { email: newEmail() })
  const { user } = (await owner.signIn()).json()
  const other = await signedInUser(identity)
  const moved = await signInWith(identity, { id_token: await owner.token({ email: other.email }) })
  t.match(moved.json(), { is_new_user: false, user: { id: user.id, email: owner.email } })
  t.equal((await other.get('profile')).statusCode, 200, 'and nobody else loses theirs')
})

t.test('every sign-in is recorded with where it came from', async (t) => {
  const person = personAt(identity, provider, { email: newEmail() })
  const options = { remoteAddress: '10.200.1.2', headers: { 'user-agent': 'Phone/2.0' } }
  const { user } = (await signInWith(identity, { id_token: await person.token() }, options)).json()
  const rows = await identity.query('select event, ip, user_agent from identity.activity where user_id = ?', [user.id])
  t.same(rows, [{ event: 'registration', ip: '10.200.1.2', user_agent: 'Phone/2.0' }])
})
