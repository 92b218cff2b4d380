import type { Test } from 'tap'
import type { Stack } from '../fixtures/start-stack.ts'

const ASSETS = /(?:src|href)="([^"#]+)"/g
const ROUTES = ['register', 'login', 'complete-profile', 'send-phone-verification', 'verify-phone', 'get-profile']

/** The pages that people open come with all that they load, and load nothing from elsewhere. */
export async function offerPages(t: Test, { identity, notification }: Stack) {
  const page = await fetch(`${identity.url}/docs`)
  t.equal(page.status, 200)
  t.match(page.headers.get('content-type'), 'text/html')
  const assets = [...(await page.text()).matchAll(ASSETS)].map(([, address = '']) => new URL(address, page.url))
  t.ok(assets.some(({ pathname }) => pathname.endsWith('.js')))
  t.ok(assets.some(({ pathname }) => pathname.endsWith('.css')))
  for (const asset of assets) {
    t.equal(asset.origin, identity.url)
    t.equal((await fetch(asset)).status, 200, asset.pathname)
  }

  const { openapi, paths } = (await (await fetch(`${identity.url}/openapi.json`)).json()) as {
    openapi: string
    paths: Record<string, object>
  }
  t.match(openapi, /^3\.1\./)
  for (const route of ROUTES) t.hasProp(paths, `/api/auth/${route}/`)

  const inbox = await fetch(`${notification.url}/inbox/`)
  t.equal(inbox.status, 200)
  t.match(inbox.headers.get('content-type'), 'text/html')
  t.match(inbox.headers.get('content-security-policy'), "default-src 'none'")
  t.match(await inbox.text(), /<title>.+<\/title>/)
  const forwarded = { headers: { 'x-forwarded-for': '192.0.2.1' } }
  t.equal((await fetch(`${notification.url}/inbox/messages.json`, forwarded)).status, 404, 'only for this machine')
}
