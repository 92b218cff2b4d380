import { Events } from 'oauth2-mock-server'
import t from 'tap'
import { disableAccount } from '../../src/accounts/disable-account.ts'
import { lockById } from '../../src/administration/lock-account.ts'
import { newEmail, PASSWORD, register } from '../fixtures/people.ts'
import { isRefused } from '../fixtures/replies.ts'
import { snapshot } from '../fixtures/snapshot.ts'
import { startIdentity } from '../fixtures/start-identity.ts'
import { openBrowser } from './fixtures/browser.ts'
import { mockProvider } from './fixtures/mock-provider.ts'
import { FRONTEND, googleAt } from './fixtures/settings.ts'
import { exchange, personAt } from './fixtures/sign-in.ts'

const provider = await mockProvider(t)
const identity = await startIdentity(t, { env: { ...googleAt(provider.issuer), RATE_LIMITS: 'off' }, relay: false })

const newPerson = () => personAt(identity, provider, { email: newEmail(), email_verified: true })
const disable = (id: string) =>
  identity.orm.em.fork().transactional(async (em) => {
    await disableAccount(identity.deps, em, await lockById(em, id))
  })

t.test('a disabled account is entered through no provider, and nothing is changed on the way', async (t) => {
  const linked = newPerson()
  await disable((await linked.signIn()).json().user.id)
  const before = await snapshot(identity)
  isRefused(t, await linked.signIn(), 'account_disabled', 'linked')
  t.equal(await snapshot(identity), before)
})

t.test('one whose address was never verified is neither taken over nor linked', async (t) => {
  const person = newPerson()
  await disable((await register(identity, { email: person.email })).json().user.id)
  isRefused(t, await person.signIn(), 'account_disabled', 'by its address')
  isRefused(t, await person.signIn({ password: PASSWORD }), 'account_disabled', 'with its password')
  t.same(await identity.query('select 1 from identity.linked_identities where subject = ?', [person.sub]), [])
})

t.test('a redirect flow says so to its frontend, and a code from before is worthless', async (t) => {
  const person = newPerson()
  const { sub, email } = person
  const claims = { sub, email, email_verified: true }
  provider.server.service.on(Events.BeforeTokenSigning, ({ payload }) => void Object.assign(payload, claims))
  const arrive = async () => new URL((await openBrowser(identity).signIn('', FRONTEND)).url).searchParams
  const code = (await arrive()).get('code')
  const [{ id } = { id: '' }] = await identity.query<{ id: string }>('select id from identity.users where email = ?', [
    email
  ])
  await disable(id)
  isRefused(t, await exchange(identity, code), 'invalid_code')
  const after = await arrive()
  t.same([after.get('error'), after.get('code')], ['account_disabled', null])
  t.same(await identity.query('select 1 from identity.exchange_codes'), [])
})
