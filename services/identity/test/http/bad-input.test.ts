import type { Test } from 'tap'
import t from 'tap'
import type { Call } from '../fixtures/people.ts'
import { call, newEmail, newNumber, PASSWORD, signedInUser } from '../fixtures/people.ts'
import { isRefused } from '../fixtures/replies.ts'
import { snapshot } from '../fixtures/snapshot.ts'
import { startIdentity } from '../fixtures/start-identity.ts'

// Nobody is there: what is refused is refused before a provider is asked.
const GOOGLE = { GOOGLE_CLIENT_ID: 'client', GOOGLE_CLIENT_SECRET: 'secret', GOOGLE_ISSUER: 'http://127.0.0.1:9' }
const identity = await startIdentity(t, { env: { RATE_LIMITS: 'off', ...GOOGLE }, relay: false })
const person = await signedInUser(identity, { city: 'Rome' })
await person.post('send-phone-verification', { phone_number: newNumber() })
const email = newEmail()
const OTHER_PASSWORD = 'another horse battery'

/** Each route with a body that it would accept. */
const ROUTES: { method: 'POST' | 'PATCH'; route: string; right: Record<string, unknown> }[] = [
  { method: 'POST', route: 'register', right: { email, password: PASSWORD, city: 'Rome' } },
  { method: 'POST', route: 'login', right: { email: person.email, password: PASSWORD } },
  { method: 'POST', route: 'refresh', right: { refresh_token: person.refreshToken } },
  { method: 'POST', route: 'logout', right: { scope: 'local' } },
  { method: 'POST', route: 'complete-profile', right: { city: 'Paris' } },
  { method: 'PATCH', route: 'profile', right: { bio: 'Born' } },
  { method: 'POST', route: 'send-phone-verification', right: { phone_number: '+4915112999999' } },
  { method: 'POST', route: 'verify-phone', right: { code: '123456' } },
  { method: 'POST', route: 'reauthenticate', right: { password: PASSWORD } },
  { method: 'POST', route: 'change-password', right: { current_password: PASSWORD, new_password: OTHER_PASSWORD } },
  { method: 'POST', route: 'forgot-password', right: { email: person.email } },
  {
    method: 'POST',
    route: 'reset-password',
    right: { email: person.email, code: '123456', new_password: OTHER_PASSWORD }
  },
  { method: 'POST', route: 'google', right: { id_token: 'a.b.c', nonce: 'n' } },
  { method: 'POST', route: 'google/exchange', right: { code: 'x' } }
]
const JSON_TYPE = { 'content-type': 'application/json' }
const FORM_TYPE = { 'content-type': 'application/x-www-form-urlencoded' }

const before = await snapshot(identity)

/** A test of what is refused: afterwards the database is as it was. */
const refuses = (name: string, body: (t: Test) => Promise<void>) =>
  t.test(name, async (t) => {
    await body(t)
    t.equal(await snapshot(identity), before, 'nothing changed in the database')
  })

type Sent = { method: 'POST' | 'PATCH'; route: string }
const send = ({ method, route }: Sent, body: string | Buffer, headers: Call['headers'] = JSON_TYPE) =>
  call(identity, method, route, body, { token: person.token, headers })

refuses('only an object is a body', async (t) => {
  for (const sent of ROUTES) {
    for (const body of ['[]', '[{}]', '"text"', '1', 'true', 'null', '-0', '[[[]]]']) {
      isRefused(t, await send(sent, body), 'validation_failed', `${sent.route} ${body}`)
    }
  }
})

refuses('broken JSON is told as such, and never echoed', async (t) => {
  const broken = [
    '{',
    '{"city":}',
    '{"city":"x"',
    "{'city':'x'}",
    '{"city":"x",}',
    '{"a":1}{"b":2}',
    'secret-text',
    '{"city":"\\ud8"}'
  ]
  for (const sent of ROUTES) {
    for (const body of [...broken, '{"city":"\u0001"}', '{"n":01}', '{"n":NaN}', '{"n":0x1}']) {
      const answer = await send(sent, body)
      t.same(Object.keys(isRefused(t, answer, 'validation_failed', sent.route)), ['body'])
      t.notMatch(answer.body, /secret-text/)
    }
  }
})

refuses('what is missing is named', async (t) => {
  const missing = {
    register: ['email', 'password'],
    login: ['email', 'password'],
    refresh: ['refresh_token'],
    'verify-phone': ['code'],
    'change-password': ['new_password'],
    'forgot-password': ['email'],
    'reset-password': ['code', 'email', 'new_password'],
    'google/exchange': ['code']
  }
  for (const [route, fields] of Object.entries(missing)) {
    for (const [body, headers] of [
      ['{}', JSON_TYPE],
      ['', JSON_TYPE],
      ['', FORM_TYPE],
      [' \n', JSON_TYPE]
    ] as const) {
      const details = isRefused(t, await send({ method: 'POST', route }, body, headers), 'validation_failed', route)
      t.same(Object.keys(details).sort(), fields)
      for (const faults of Object.values(details)) t.same(faults, ['is required'])
    }
  }
})

refuses('unknown fields are refused by name', async (t) => {
  for (const sent of ROUTES) {
    const names = [
      'evil',
      'id',
      'phone_verified',
      'is_admin',
      'constructor',
      'toString',
      'hasOwnProperty',
      'a/b~c',
      'émoji 🦊',
      ''
    ]
    for (const name of names) {
      const details = isRefused(
        t,
        await send(sent, JSON.stringify({ ...sent.right, [name]: 1 })),
        'validation_failed',
        sent.route
      )
      t.same(Object.keys(details), [name])
    }
  }
})

refuses('names that reach for prototypes change nothing', async (t) => {
  for (const sent of ROUTES) {
    const rest = JSON.stringify(sent.right).slice(1)
    for (const name of [
      '"__proto__":{"admin":true}',
      '"constructor":{"prototype":{"admin":true}}',
      '"\\u005f_proto__":1',
      '"__proto__\\u0000":1'
    ]) {
      isRefused(t, await send(sent, `{${name},${rest}`), 'validation_failed', `${sent.route} ${name}`)
    }
    isRefused(
      t,
      await send(sent, `__proto__=x&${new URLSearchParams(sent.right as Record<string, string>)}`, FORM_TYPE),
      'validation_failed'
    )
  }
  t.equal(({} as { admin?: boolean }).admin, undefined)
})

refuses('wrong types are refused, not coerced', async (t) => {
  for (const sent of ROUTES) {
    for (const field of Object.keys(sent.right)) {
      for (const value of [
        '1',
        '-1e-7',
        'true',
        '[]',
        '{}',
        '["x"]',
        '{"$ne":null}',
        '1e400',
        '-1e400',
        '9'.repeat(400)
      ]) {
        const body = JSON.stringify({ ...sent.right, [field]: '@' }).replace('"@"', value)
        t.same(
          Object.keys(isRefused(t, await send(sent, body), 'validation_failed', `${sent.route} ${value.slice(0, 9)}`)),
          [field]
        )
      }
    }
  }
})

refuses('text that the database cannot keep is refused in every field and every name', async (t) => {
  for (const sent of ROUTES) {
    for (const field of [...Object.keys(sent.right), 'unknown']) {
      for (const value of ['\\u0000', 'a\\u0000b', '\\ud800', 'x\\udc00y', '\\udc00\\ud800']) {
        const body = JSON.stringify({ ...sent.right, [field]: '@' }).replace('"@"', `"${value}"`)
        const details = isRefused(t, await send(sent, body), 'validation_failed', `${sent.route} ${field} ${value}`)
        t.ok(details[field], 'by name')
      }
    }
    isRefused(t, await send(sent, `{"ci\\u0000ty":"x","nested":{"deep":["\\u0000"]}}`), 'validation_failed', 'names')
    isRefused(t, await send(sent, 'city=a%00b', FORM_TYPE), 'validation_failed', 'a form')
  }
  const query = await person.get('/api/auth/profile/?x=%00')
  t.equal(query.statusCode < 500, true)
})

refuses('deep JSON is refused like any other', async (t) => {
  for (const sent of ROUTES) {
    const deep = [`${'['.repeat(30_000)}${']'.repeat(30_000)}`, `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`]
    for (const inner of deep) {
      isRefused(t, await send(sent, inner), 'validation_failed', sent.route)
      isRefused(t, await send(sent, `{"city":${inner}}`), 'validation_failed', sent.route)
    }
    isRefused(t, await send(sent, '['.repeat(60_000)), 'validation_failed', 'and broken')
  }
})

refuses('a large body is refused before it is read', async (t) => {
  for (const sent of ROUTES) {
    const large = JSON.stringify({ ...sent.right, bio: 'x'.repeat(2 * 1024 * 1024) })
    isRefused(t, await send(sent, large), 'body_too_large', sent.route)
    isRefused(t, await send(sent, `bio=${'x'.repeat(2 * 1024 * 1024)}`, FORM_TYPE), 'body_too_large', 'a form')
  }
})

refuses('other content types are refused', async (t) => {
  const types = [
    'text/plain',
    'text/html',
    'application/xml',
    'multipart/form-data; boundary=x',
    'application/octet-stream',
    'nonsense',
    'image/png'
  ]
  for (const sent of ROUTES) {
    for (const type of types) {
      isRefused(
        t,
        await send(sent, JSON.stringify(sent.right), { 'content-type': type }),
        'unsupported_media_type',
        `${sent.route} ${type}`
      )
    }
  }
})

refuses('a form that says a field twice is refused', async (t) => {
  for (const sent of ROUTES) {
    const [field] = Object.keys(sent.right)
    const details = isRefused(t, await send(sent, `${field}=a&${field}=b`, FORM_TYPE), 'validation_failed', sent.route)
    t.ok(details[`${field}`])
  }
})

refuses('JSON that is labelled as a form is judged like JSON', async (t) => {
  for (const body of ['{', '[]', '"x"', '{"evil":1}', ' {"__proto__":1}', '{"code":123456}']) {
    isRefused(t, await send({ method: 'POST', route: 'verify-phone' }, body, FORM_TYPE), 'validation_failed', body)
  }
})

refuses('too long is refused', async (t) => {
  const long = {
    register: { email: `${'a'.repeat(250)}@example.com`, password: 'x'.repeat(129) },
    login: { email: `${'a'.repeat(250)}@example.com`, password: 'x'.repeat(129) },
    refresh: { refresh_token: 'x'.repeat(513) },
    'send-phone-verification': { phone_number: `+1${' '.repeat(20)}` },
    'verify-phone': { code: '1'.repeat(7) },
    reauthenticate: { password: 'x'.repeat(129) },
    'change-password': { current_password: 'x'.repeat(129), new_password: 'x'.repeat(129) },
    'reset-password': { email: `${'a'.repeat(250)}@example.com`, code: '1234567', new_password: 'short' },
    google: { id_token: 'x'.repeat(8193) },
    'google/exchange': { code: 'x'.repeat(257) }
  }
  for (const [route, body] of Object.entries(long)) {
    const details = isRefused(
      t,
      await send({ method: 'POST', route }, JSON.stringify(body)),
      'validation_failed',
      route
    )
    t.same(Object.keys(details).sort(), Object.keys(body).sort())
  }
})

refuses('an e-mail address is one, in ASCII', async (t) => {
  const wrong = [
    '',
    'a',
    'a@',
    '@b.c',
    'a b@c.de',
    'a@b',
    'ä@example.com',
    'a@exämple.com',
    'a@b.c\n',
    'a@@b.cd',
    '<a@b.cd>',
    'a@b.cd,e@f.gh'
  ]
  for (const value of [...wrong, 'a\u0000@b.cd', 'K\u212Aelvin@example.com', ' a@b.cd', 'a@b.cd ', null, 7]) {
    for (const route of ['register', 'login']) {
      const body = JSON.stringify({ email: value, password: PASSWORD })
      const details = isRefused(
        t,
        await send({ method: 'POST', route }, body),
        'validation_failed',
        `${route} ${encodeURIComponent(`${value}`)}`
      )
      t.same(Object.keys(details), ['email'])
    }
  }
})

refuses('bytes that are no UTF-8 are not taken for text', async (t) => {
  const body = Buffer.concat([Buffer.from('{"city":"'), Buffer.from([0xff, 0xfe, 0xc0]), Buffer.from('"}')])
  isRefused(t, await send({ method: 'PATCH', route: 'profile' }, body), 'validation_failed')
})
