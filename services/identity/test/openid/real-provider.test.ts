import t from 'tap'
import { isRefused } from '../fixtures/replies.ts'
import { startIdentity } from '../fixtures/start-identity.ts'
import { openBrowser } from './fixtures/browser.ts'
import { emailOf, realProvider } from './fixtures/real-provider.ts'
import { FRONTEND, googleAt } from './fixtures/settings.ts'
import { exchange } from './fixtures/sign-in.ts'

const provider = await realProvider(t)
const identity = await startIdentity(t, { env: googleAt(provider.issuer), relay: false })

t.test(
  'a browser that goes through a real provider comes back signed in, new at first and known from then on',
  async (t) => {
    const first = JSON.parse((await openBrowser(identity).signIn('grace')).body)
    t.match(first, { is_new_user: true, message: 'Account created', requires_completion: true, token_type: 'Bearer' })
    t.match(first.user, { email: emailOf('grace'), email_verified: true, first_name: 'Grace', last_name: 'Hopper' })
    t.same(first.profile, first.user)
    const second = JSON.parse((await openBrowser(identity).signIn('grace')).body)
    t.match(second, { is_new_user: false, message: 'Signed in', user: { id: first.user.id } })
  }
)

t.test(
  'with a frontend it comes back there with a one-time code, for which the frontend gets the session',
  async (t) => {
    for (const is_new_user of [true, false]) {
      const { url, status } = await openBrowser(identity).signIn('joan', FRONTEND)
      t.equal(status, 302)
      const returned = new URL(url)
      t.equal(returned.origin + returned.pathname, FRONTEND)
      t.same([...returned.searchParams.keys()], ['code'], 'nothing else travels in the address')
      const code = returned.searchParams.get('code')
      t.match(code, /^[\w-]{43}$/)
      const answer = await exchange(identity, code)
      t.match(answer.json(), { is_new_user, user: { email: emailOf('joan') }, refresh_token: /./, expires_in: 900 })
      isRefused(t, await exchange(identity, code), 'invalid_code', 'the same code again')
    }
  }
)

t.test('somebody who changes their mind at the provider comes back with its word for that', async (t) => {
  const cancel = async (redirectTo?: string) => {
    const browser = openBrowser(identity)
    const page = await browser.signInPage(redirectTo)
    const abort = `${/href="([^"]+\/abort)"/.exec(page.body)?.[1]}`
    return browser.follow(await browser.visit(new URL(abort, page.url).href), 'nobody', (url) =>
      url.startsWith(FRONTEND)
    )
  }
  t.equal((await cancel(FRONTEND)).url, `${FRONTEND}?error=access_denied`)
  const page = await cancel()
  t.equal(page.status, 400)
  t.match(JSON.parse(page.body), { code: 'validation_failed', details: { error: [/access_denied/] } })
})

t.test('two browsers go through at the same time, each as who they are', async (t) => {
  const logins = ['alan', 'barbara', 'grace']
  const pages = await Promise.all(logins.map((login) => openBrowser(identity).signIn(login)))
  t.same(
    pages.map(({ body }) => JSON.parse(body).user?.email),
    logins.map(emailOf)
  )
})

t.test(
  'of two flows in one browser the later one works, and the earlier one says that it must begin again',
  async (t) => {
    const browser = openBrowser(identity)
    const earlier = await browser.returnFor('ada')
    const later = await browser.returnFor('ada')
    const refused = await browser.visit(earlier)
    t.match(
      { status: refused.status, ...JSON.parse(refused.body) },
      { status: 400, details: { state: [/begin again/] } }
    )
    t.match(JSON.parse((await browser.visit(later)).body), { user: { email: emailOf('ada') } })
  }
)
