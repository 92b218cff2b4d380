import type { Test } from 'tap'
import t from 'tap'
import { MINUTE } from '../fixtures/clock.ts'
import { startIdentity } from '../fixtures/start-identity.ts'
import type { Browser, Page } from './fixtures/browser.ts'
import { openBrowser } from './fixtures/browser.ts'
import { realProvider } from './fixtures/real-provider.ts'
import { FRONTEND, googleAt, PUBLIC_URL } from './fixtures/settings.ts'

const provider = await realProvider(t)
const identity = await startIdentity(t, { env: googleAt(provider.issuer), relay: false })

const changed = (url: string, parameter: string, change: (value: string) => string | null) => {
  const target = new URL(url)
  const value = change(`${target.searchParams.get(parameter)}`)
  if (value === null) target.searchParams.delete(parameter)
  else target.searchParams.set(parameter, value)
  return target.href
}
const flip = (text: string) => text.replace(/.(?=.{20}$)/, (letter) => (letter === 'A' ? 'B' : 'A'))

function isUnusable(t: Test, { status, headers, body }: Page, about: string) {
  t.equal(status, 400, about)
  t.notOk(headers.get('location'), `${about}: leads nowhere`)
  t.match(JSON.parse(body), { code: 'validation_failed', details: { state: [/begin again/] } }, about)
}

const countUsers = async () => (await identity.query('select id from identity.users')).length

t.test('a state that was changed, left out or made up is refused, and leads nowhere', async (t) => {
  for (const redirectTo of [undefined, FRONTEND]) {
    const browser = openBrowser(identity)
    const back = await browser.returnFor('eve', redirectTo)
    isUnusable(t, await browser.visit(changed(back, 'state', flip)), 'changed')
    isUnusable(t, await browser.visit(changed(back, 'state', () => 'x')), 'made up')
    isUnusable(t, await browser.visit(changed(back, 'state', () => null)), 'left out')
    t.equal((await browser.visit(back)).status, redirectTo ? 302 : 200, 'the right one still works')
  }
})

t.test('a state given twice is refused', async (t) => {
  const browser = openBrowser(identity)
  const back = await browser.returnFor('eve')
  const page = await browser.visit(`${back}&state=x`)
  t.match({ status: page.status, ...JSON.parse(page.body) }, { status: 400, details: { state: [/./] } })
})

t.test("another browser cannot take up a flow, and so nobody is signed in to somebody else's account", async (t) => {
  const back = await openBrowser(identity).returnFor('mallory', FRONTEND)
  const before = await countUsers()
  isUnusable(t, await openBrowser(identity).visit(back), 'without cookies')
  const victim = openBrowser(identity)
  await victim.returnFor('victim')
  isUnusable(t, await victim.visit(back), 'with cookies of a flow of its own')
  t.equal(await countUsers(), before)
})

t.test('a callback works once, also of ten at the same time', async (t) => {
  const browser = openBrowser(identity)
  const back = await browser.returnFor('judy')
  const cookies = browser.jar.of(PUBLIC_URL)
  const copies = Array.from({ length: 10 }, () => copyOf(cookies))
  const pages = await Promise.all(copies.map((copy) => copy.visit(back)))
  t.same(pages.map(({ status }) => status).sort(), [200, ...Array(9).fill(400)])
  isUnusable(t, await copyOf(cookies).visit(back), 'later')
})

t.test('a flow that took ten minutes is over', async (t) => {
  const browser = openBrowser(identity)
  const back = await browser.returnFor('slow', FRONTEND)
  identity.clock.advance(10 * MINUTE)
  isUnusable(t, await browser.visit(back), 'after ten minutes')
})

t.test('a state under a secret that is in use no more is refused, and one under an older one works', async (t) => {
  const browser = openBrowser(identity)
  const back = await browser.returnFor('keith')
  const { openid } = identity.deps.keys
  const keys = openid.splice(0)
  t.teardown(async () => void openid.splice(0, openid.length, ...keys))
  openid.push(new Uint8Array(32).fill(7))
  isUnusable(t, await browser.visit(back), 'the secret is gone')
  openid.push(...keys)
  t.equal((await browser.visit(back)).status, 200, 'the secret is the second one')
})

t.test('without its verifier a code opens nothing', async (t) => {
  const browser = openBrowser(identity)
  const back = await browser.returnFor('victor', FRONTEND)
  const withoutVerifier = copyOf(browser.jar.of(PUBLIC_URL).filter(({ name }) => !name.includes('verifier')))
  t.equal((await withoutVerifier.visit(back)).headers.get('location'), `${FRONTEND}?error=invalid_code`)
})

t.test("with another flow's verifier a code opens nothing", async (t) => {
  const [one, other] = [openBrowser(identity), openBrowser(identity)]
  const back = await one.returnFor('victor')
  await other.returnFor('victor')
  const verifiers = other.jar.of(PUBLIC_URL).filter(({ name }) => name.includes('verifier'))
  const mixed = copyOf([...one.jar.of(PUBLIC_URL).filter(({ name }) => name.includes('state')), ...verifiers])
  const page = await mixed.visit(back)
  t.match({ status: page.status, ...JSON.parse(page.body) }, { status: 400, code: 'invalid_code' })
})

t.test('a way back without a code is refused', async (t) => {
  const browser = openBrowser(identity)
  const page = await browser.visit(changed(await browser.returnFor('wendy'), 'code', () => null))
  t.match({ status: page.status, ...JSON.parse(page.body) }, { status: 400, details: { code: [/./] } })
})

function copyOf(cookies: { name: string; value: string }[]): Browser {
  const browser = openBrowser(identity)
  browser.jar.keep(
    PUBLIC_URL,
    cookies.map(({ name, value }) => `${name}=${value}; Path=/`)
  )
  return browser
}
