import { Events } from 'oauth2-mock-server'
import t from 'tap'
import { newEmail } from '../fixtures/people.ts'
import { cookieJar } from './fixtures/cookie-jar.ts'
import { newSubject } from './fixtures/id-tokens.ts'
import { mockProvider } from './fixtures/mock-provider.ts'
import { ownProcess } from './fixtures/own-process.ts'
import { CLIENT_ID, CLIENT_SECRET, FRONTEND, googleAt } from './fixtures/settings.ts'

const provider = await mockProvider(t)
const service = await ownProcess(t, (PUBLIC_URL) => ({ ...googleAt(provider.issuer), PUBLIC_URL }))
const person = { sub: newSubject(), email: newEmail(), email_verified: true, given_name: 'Hypatia' }
provider.server.service.on(Events.BeforeTokenSigning, ({ payload }) => void Object.assign(payload, person))
const google = `${service.url}/api/auth/google/`

const post = async (url: string, body: object) => {
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
  return { status: answer.status, text: await answer.text() }
}
const newToken = (claims: object = {}) =>
  provider.server.issuer.buildToken({
    scopesOrTransform: (_header, payload) => void Object.assign(payload, { aud: CLIENT_ID, ...person, ...claims })
  })

/** Goes through the provider, and hands on every address and cookie on the way. */
async function roundTrip(jar = cookieJar(), url = `${google}?redirect_to=${FRONTEND}`): Promise<string[]> {
  const target = new URL(url)
  const answer = await fetch(target, { redirect: 'manual', headers: { cookie: jar.header(target) } })
  jar.keep(target.origin, answer.headers.getSetCookie())
  const next = `${answer.headers.get('location')}`
  const seen = [...target.searchParams.values(), ...jar.of(target.origin).map(({ value }) => value)]
  return next.startsWith(FRONTEND)
    ? [...seen, ...new URL(next).searchParams.values()]
    : [...seen, ...(await roundTrip(jar, next))]
}

t.test('no token, code, state, secret or person is in what the service writes', async (t) => {
  const id_token = await newToken()
  const signedIn = await post(google, { id_token })
  t.equal(signedIn.status, 200, signedIn.text)
  const wrong = await Promise.all([
    newToken({ aud: 'other' }),
    newToken({ nonce: 'n' }),
    newToken({ email_verified: false })
  ])
  for (const token of [id_token, ...wrong]) t.not((await post(google, { id_token: token })).status, 200)
  const badCode = 'a-code-that-nobody-made'
  t.equal(
    (await post(google, { code: badCode, redirect_uri: 'postmessage', code_verifier: 'v'.repeat(43) })).status,
    400
  )
  const seen = await roundTrip()
  const exchanged = await post(`${google}exchange/`, { code: seen.at(-1) })
  t.equal(exchanged.status, 200, exchanged.text)

  const written = await service.stop()
  t.match(written, /"reason":"aud"/, 'it says why a token was refused')
  const tokens = [id_token, ...wrong].flatMap((token) => [token, ...token.split('.').slice(1)])
  const ours = [signedIn, exchanged].flatMap(({ text }) => [JSON.parse(text).token, JSON.parse(text).refresh_token])
  const secrets = [...tokens, ...ours, ...seen, ...Object.values(person).map(String), badCode, CLIENT_SECRET]
  const told = secrets.filter((secret) => secret.length > 5 && secret !== FRONTEND && written.includes(secret))
  t.same(told, [])
})
