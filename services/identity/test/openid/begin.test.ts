import t from 'tap'
import { call } from '../fixtures/people.ts'
import { isRefused } from '../fixtures/replies.ts'
import { startIdentity } from '../fixtures/start-identity.ts'
import { mockProvider } from './fixtures/mock-provider.ts'
import { CALLBACK, CLIENT_ID, FRONTEND, googleAt } from './fixtures/settings.ts'

const provider = await mockProvider(t)
const identity = await startIdentity(t, { env: googleAt(provider.issuer), relay: false })

const begin = (redirect_to?: string, service = identity) =>
  call(
    service,
    'GET',
    `/api/auth/google/${redirect_to === undefined ? '' : `?${new URLSearchParams({ redirect_to })}`}`
  )

t.test('it leads to the provider with state, nonce and a PKCE challenge, each time others', async (t) => {
  const addresses = await Promise.all([begin(), begin()])
  const [one, other] = addresses.map(({ headers }) => new URL(`${headers.location}`))
  t.ok(one && other)
  t.equal(`${one?.origin}${one?.pathname}`, `${provider.issuer}/authorize`)
  t.match(Object.fromEntries(one?.searchParams ?? []), {
    response_type: 'code',
    client_id: CLIENT_ID,
    redirect_uri: CALLBACK,
    scope: 'openid email profile',
    code_challenge_method: 'S256',
    code_challenge: /^[\w-]{43}$/,
    nonce: /^[\w-]{43}$/,
    state: /./
  })
  for (const name of ['state', 'nonce', 'code_challenge']) {
    t.not(one?.searchParams.get(name), other?.searchParams.get(name), name)
  }
  t.same(
    addresses.map(({ statusCode }) => statusCode),
    [302, 302]
  )
})

t.test('its cookies are for this browser alone, for ten minutes', async (t) => {
  const lines = [(await begin()).headers['set-cookie'] ?? []].flat()
  t.equal(lines.length, 2)
  for (const line of lines)
    t.match(line, /^google-(state|verifier)=[\w.-]+; Max-Age=600; Path=\/; HttpOnly; SameSite=Lax$/)
})

t.test('where it is served by https no plain connection and no other host can read or plant them', async (t) => {
  const env = { ...googleAt(provider.issuer), PUBLIC_URL: 'https://id.example.com' }
  const secure = await startIdentity(t, { env, relay: false })
  const lines = [(await begin(undefined, secure)).headers['set-cookie'] ?? []].flat()
  t.equal(lines.length, 2)
  for (const line of lines) {
    t.match(line, /^__Host-google-(state|verifier)=[\w.-]+; Max-Age=600; Path=\/; HttpOnly; Secure; SameSite=Lax$/)
  }
})

t.test('an address that is not on the list letter by letter is refused before anything leaves', async (t) => {
  const { host } = new URL(FRONTEND)
  const tricks = [
    '',
    'https://evil.example/',
    `${FRONTEND}/`,
    `${FRONTEND}?x=1`,
    `${FRONTEND}#x`,
    `${FRONTEND}.evil.example`,
    FRONTEND.slice(0, -1),
    FRONTEND.toUpperCase(),
    FRONTEND.replace('https:', 'http:'),
    FRONTEND.replace('https://', '//'),
    FRONTEND.replace(host, `${host}:443`),
    FRONTEND.replace(host, `user@${host}`),
    FRONTEND.replace(host, `${host}@evil.example`),
    FRONTEND.replace('/signed-in', '/x/../signed-in'),
    ` ${FRONTEND}`,
    `${FRONTEND},com.example.app:/signed-in`,
    'javascript:alert(1)'
  ]
  for (const trick of tricks) {
    const answer = await begin(trick)
    t.same(Object.keys(isRefused(t, answer, 'validation_failed', trick)), ['redirect_to'])
    t.same([answer.headers.location, answer.headers['set-cookie']], [undefined, undefined], trick)
  }
})

t.test('an address given twice and an unknown field are refused by name', async (t) => {
  const twice = `${new URLSearchParams({ redirect_to: FRONTEND })}&redirect_to=x`
  const details = async (query: string) =>
    Object.keys(isRefused(t, await call(identity, 'GET', `/api/auth/google/?${query}`), 'validation_failed', query))
  t.same(await details(twice), ['redirect_to'])
  t.same(await details('next=x'), ['next'])
})

t.test('a look ahead by HEAD begins nothing', async (t) => {
  for (const route of ['/api/auth/google/', '/api/auth/google/callback/?state=x']) {
    t.equal((await call(identity, 'HEAD', route)).statusCode, 404, route)
  }
})
