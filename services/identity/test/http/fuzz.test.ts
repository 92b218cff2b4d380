import t from 'tap'
import type { Method } from '../fixtures/people.ts'
import { call, newNumber, PASSWORD, signedInUser } from '../fixtures/people.ts'
import { isErrorShape } from '../fixtures/replies.ts'
import { startIdentity } from '../fixtures/start-identity.ts'

const REQUESTS = 600
const SEED = Number(process.env.FUZZ_SEED ?? 20_261_122)

/** mulberry32: the same requests in every run; FUZZ_SEED makes others. */
function randomFrom(seed: number) {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let z = Math.imul(state ^ (state >>> 15), 1 | state)
    z = (z + Math.imul(z ^ (z >>> 7), 61 | z)) ^ z
    return ((z ^ (z >>> 14)) >>> 0) / 2 ** 32
  }
}

const random = randomFrom(SEED)
const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T

const VALUES: unknown[] = [
  null,
  '',
  ' ',
  'x',
  '0',
  0,
  -0,
  -1,
  1.005,
  1e21,
  1e-7,
  2 ** 53,
  99999999.99,
  100000000,
  true,
  false,
  [],
  [[]],
  {},
  { a: 1 },
  ['x'],
  '\0',
  '\ud800',
  '🦊'.repeat(101),
  'x'.repeat(10_001),
  'مرحبا',
  "';--",
  '%00',
  '{{jndi}}',
  '../..',
  'US',
  'us',
  '1990-02-30',
  '1990-01-31',
  '+14155552671',
  '+1234567890',
  '123456',
  '１２３４５６',
  'freelancer',
  'client',
  'global',
  'a@b.cd',
  'A@B.CD',
  '٣',
  '1e5',
  'NaN',
  '\u202e',
  '2999-12-31'
]
const FIELDS = [
  'email',
  'password',
  'first_name',
  'last_name',
  'user_type',
  'phone_number',
  'country',
  'state',
  'city',
  'address',
  'skills',
  'experience_level',
  'hourly_rate',
  'availability',
  'bio',
  'date_of_birth',
  'refresh_token',
  'current_password',
  'new_password',
  'id_token',
  'scope',
  'code',
  '__proto__',
  'constructor',
  'id',
  '',
  'toString',
  'a.b',
  'a[b]'
]
const ROUTES: [Method, string][] = [
  ['POST', 'register'],
  ['POST', 'login'],
  ['POST', 'refresh'],
  ['POST', 'complete-profile'],
  ['PATCH', 'profile'],
  ['POST', 'send-phone-verification'],
  ['POST', 'verify-phone'],
  ['POST', 'reauthenticate'],
  ['POST', 'change-password'],
  ['POST', 'forgot-password'],
  ['POST', 'reset-password'],
  ['POST', 'google/exchange'],
  ['GET', 'phone-verification'],
  ['GET', 'verify-token']
]
const OWN: Record<string, string[]> = {
  register: ['email', 'password', 'city'],
  login: ['email', 'password'],
  refresh: ['refresh_token'],
  'send-phone-verification': ['phone_number'],
  'verify-phone': ['code'],
  reauthenticate: ['password', 'id_token'],
  'change-password': ['current_password', 'new_password'],
  'forgot-password': ['email'],
  'reset-password': ['email', 'code', 'new_password'],
  'google/exchange': ['code']
}
const TYPES = [
  'application/json',
  'application/json; charset=utf-8',
  'application/x-www-form-urlencoded',
  'application/json',
  'text/plain',
  ''
]

const bodyOf = (type: string, route: string) => {
  const known = OWN[route] ?? FIELDS.slice(2, 16)
  const field = () => pick(random() < 0.8 ? known : FIELDS)
  const fields = Array.from({ length: Math.floor(random() * 4) }, () => [field(), pick(VALUES)] as const)
  if (type.includes('form') && random() < 0.7)
    return fields.map(([name, value]) => `${encodeURIComponent(name)}=${value}`).join('&')
  const text = `{${fields.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join(',')}}`
  // Now and then something is cut off, doubled or flipped.
  const at = Math.floor(random() * text.length)
  return pick([
    text,
    text,
    text,
    text,
    text.slice(0, at),
    text + text.slice(at),
    text.slice(0, at) + pick(['"', '}', '\0', '1', '[']) + text.slice(at + 1)
  ])
}

const identity = await startIdentity(t, { relay: false, env: { RATE_LIMITS: 'off', GOOGLE_CLIENT_ID: 'client' } })
const person = await signedInUser(identity)
await person.post('send-phone-verification', { phone_number: newNumber() })
const tokens = [person.token, person.token, person.token, person.token, '', 'x', `${person.token}x`, '\u00e9']

async function request() {
  const [method, route] = pick(ROUTES)
  const type = pick(TYPES)
  const headers = {
    ...(type ? { 'content-type': type } : {}),
    'accept-language': pick(['de', '*', ';q=', 'x'.repeat(200), '\u00ff'])
  }
  const body = method === 'GET' ? undefined : bodyOf(type, route)
  const answer = await call(identity, method, route, body, { headers, token: pick(tokens) })
  return { what: `${method} ${route} ${type} ${body}`, answer }
}

t.test(`whatever is sent, nothing fails (seed ${SEED})`, async (t) => {
  const seen = new Map<number, number>()
  for (let n = 0; n < REQUESTS; n++) {
    const { what, answer } = await request()
    seen.set(answer.statusCode, (seen.get(answer.statusCode) ?? 0) + 1)
    if (answer.statusCode >= 500) t.fail(`${answer.statusCode} for ${encodeURI(what.toWellFormed()).slice(0, 500)}`)
    const isRight =
      answer.statusCode < 400
        ? answer.json().message !== undefined || 'verification' in answer.json()
        : isErrorShape(answer.json())
    if (!isRight) t.fail(`${answer.body.slice(0, 200)} for ${encodeURI(what.toWellFormed()).slice(0, 500)}`)
  }
  t.comment(`answers by status: ${JSON.stringify(Object.fromEntries(seen))}`)
  t.ok((seen.get(200) ?? 0) > 20 && (seen.get(400) ?? 0) > 100, 'the mixture is neither all right nor all wrong')
})

t.test('and the service goes on as before', async (t) => {
  const answer = await call(identity, 'POST', 'login', { email: person.email, password: PASSWORD })
  t.equal(answer.statusCode, 200)
})
