import { createRemoteJWKSet, jwtVerify } from 'jose'
import type { Test } from 'tap'
import { until } from '../fixtures/until.ts'
import type { Scene } from './start-scene.ts'

/** Every door of the two services that the outside may use. */
export async function serveOneOrigin(t: Test, { ask, stack, url }: Scene) {
  const answer = await ask({ path: '/api/auth/login/', json: {} })
  t.match(answer, { status: 400 })
  t.notMatch(`${answer.headers.server}`, /\d/, 'no version is told')
  t.match((await ask({ path: '/openapi.json' })).json<object>(), {
    openapi: '3.1.0',
    paths: { '/api/auth/login/': {} }
  })
  const page = await fetch(`${url}/docs`)
  t.match(await page.text(), /<title>.*<\/title>/)
  const id = 'on-its-way-to-the-webhooks'
  await ask({ path: '/webhooks/nobody', body: 'x', headers: [['X-Request-Id', id]] })
  t.ok(await until('notification has it', () => stack.notification.output().includes(id)))
}

/** A token that was issued through the gateway is good for whoever knows the gateway alone. */
export async function issueForTheOrigin(t: Test, { url, signIn, ask }: Scene) {
  const { token, id } = await signIn()
  const keys = createRemoteJWKSet(new URL('/.well-known/jwks.json', url))
  const { payload } = await jwtVerify(token, keys, { issuer: url, audience: url })
  t.equal(payload.sub, id)
  t.match((await ask({ path: '/.well-known/jwks.json' })).headers, { 'cache-control': /public/ })
  t.match(await ask({ path: '/api/auth/profile/', token }), { status: 200 })
}

const INNER = ['/metrics', '/healthz', '/readyz']
const ROUNDABOUT = ['/api/auth/../..', '/api/auth/%2e%2e/%2e%2e', '/docs/..%2f..', '/docs/%2e%2e', '/', '/webhooks/..']

/** What is for those who run the services, however the path is written. */
export async function hideInnerRoutes(t: Test, { ask, stack }: Scene) {
  t.equal((await fetch(`${stack.identity.url}/readyz`)).status, 200)
  for (const path of [...INNER, ...ROUNDABOUT.flatMap((way) => INNER.map((inner) => way + inner))]) {
    const answer = await ask({ path })
    t.ok(answer.status === 404 || answer.status === 400, `${path}: ${answer.status}`)
  }
  t.match((await ask({ path: '/nothing' })).json(), { code: 'not_found', details: {} })
}

/** One id joins the logs of the gateway and of the services. */
export async function giveIds(t: Test, { ask, wires }: Scene) {
  const ours = 'an-id.of:the_client-1'
  const kept = await ask({ path: '/api/auth/profile/', headers: [['X-Request-Id', ours]] })
  t.match(kept, { status: 401, headers: { 'x-request-id': ours } })
  t.match(wires.identity.sent(), new RegExp(`x-request-id: ${ours}`, 'i'))
  for (const bad of ['two words', 'x'.repeat(129), '{env.HOME}', '"}{']) {
    const { headers } = await ask({ path: '/api/auth/profile/', headers: [['X-Request-Id', bad]] })
    t.match(headers['x-request-id'], /^[\w-]{32,36}$/)
    t.match(wires.identity.sent(), new RegExp(`x-request-id: ${headers['x-request-id']}`, 'i'), 'the same behind it')
  }
  for (const path of ['/nothing', '/app/', '/gateway/healthz']) {
    t.match((await ask({ path })).headers, { 'x-request-id': /^[\w-]{32,36}$/ }, path)
  }
}

const TWO_MEGABYTES = 2_000_000
// Little enough beyond the limit for a server to read it all before it hangs up.
const MORE_THAN_A_MEGABYTE = 'x'.repeat(1_150_000)

/** A body that is too large is refused: by its announcement before anybody behind hears of it, or by its length. */
export async function limitBodies(t: Test, { ask, signIn }: Scene) {
  const { token } = await signIn()
  const announced = ['/api/auth/login/', '/webhooks/x', '/app/'].map((path) => ({ path, announced: TWO_MEGABYTES }))
  for (const asked of [...announced, { path: '/app/', body: MORE_THAN_A_MEGABYTE, trailers: [] }]) {
    const answer = await ask({ method: 'POST', token, ...asked })
    t.match(answer, { status: 413, headers: { 'x-request-id': String, 'cache-control': 'no-store' } }, asked.path)
    t.match(answer.json(), { code: 'body_too_large', details: {} })
  }
}
