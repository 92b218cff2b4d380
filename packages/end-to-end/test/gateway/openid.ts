import type { Test } from 'tap'
import type { Answered } from './send.ts'
import type { Scene } from './start-scene.ts'

export const FRONTEND = 'https://app.example.com/signed-in?from=google'

const placeIn = ({ headers }: Answered) => new URL(`${headers.location}`)
const pathOf = ({ pathname, search }: URL) => pathname + search

/** The provider's way with a browser: there by a 302 and a cookie, back with both, all through the gateway. */
export async function signInThroughProvider(t: Test, { ask, url, provider }: Scene) {
  const email = 'from-the-provider@example.com'
  provider.server.service.on('beforeTokenSigning', ({ payload }: { payload: object }) =>
    Object.assign(payload, { sub: 'somebody', email, email_verified: true, nbf: undefined })
  )
  const begun = await ask({ path: `/api/auth/google/?redirect_to=${encodeURIComponent(FRONTEND)}` })
  t.equal(begun.status, 302)
  t.equal(placeIn(begun).searchParams.get('redirect_uri'), `${url}/api/auth/google/callback/`)
  const cookies = begun.headers['set-cookie'] ?? []
  t.ok(cookies.length > 0 && cookies.every((cookie) => cookie.includes('; HttpOnly')))

  const sentBack = await fetch(placeIn(begun), { redirect: 'manual' })
  const callback = new URL(`${sentBack.headers.get('location')}`)
  t.equal(callback.origin, url)
  const withCookie: [string, string][] = [['Cookie', cookies.map((cookie) => cookie.split(';')[0]).join('; ')]]
  t.match(await ask({ path: pathOf(callback) }), { status: 400 }, 'not without its cookie')
  const returned = await ask({ path: pathOf(callback), headers: withCookie, from: '127.0.0.7' })
  t.equal(returned.status, 302)
  t.ok(`${returned.headers.location}`.startsWith(`${FRONTEND}&code=`))

  const json = { code: placeIn(returned).searchParams.get('code') }
  const signedIn = await ask({ path: '/api/auth/google/exchange/', json })
  t.match(signedIn.json<object>(), { token: String, user: { email } })
  const { token } = signedIn.json<{ token: string }>()
  t.match(await ask({ path: '/app/', token }), { status: 200, text: email })
}
