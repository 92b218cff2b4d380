import { once } from 'node:events'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import t from 'tap'
import type { Method } from '../fixtures/people.ts'
import { call, signedInUser } from '../fixtures/people.ts'
import { isErrorShape, isRefused } from '../fixtures/replies.ts'
import { startIdentity } from '../fixtures/start-identity.ts'

const ORIGIN = 'https://app.example.com'
const identity = await startIdentity(t, { env: { CORS_ORIGINS: `${ORIGIN}, https://two.example.com` }, relay: false })
const person = await signedInUser(identity)

const CALLS: [Method, string, object?][] = [
  ['POST', 'register', {}],
  ['POST', 'login', { email: person.email, password: 'wrong' }],
  ['POST', 'refresh', { refresh_token: 'x' }],
  ['GET', 'profile'],
  ['GET', 'get-profile'],
  ['GET', 'phone-verification'],
  ['GET', 'verify-token'],
  ['PATCH', 'profile', {}],
  ['POST', 'complete-profile', {}],
  ['POST', 'send-phone-verification', { phone_number: '+1234567890' }],
  ['POST', 'verify-phone', { code: '000000' }],
  ['GET', '/healthz'],
  ['GET', '/readyz'],
  ['GET', '/nowhere'],
  ['GET', '/api/auth/%zz'],
  ['DELETE', 'profile'],
  ['PUT', 'login', {}],
  ['POST', 'logout', {}]
]

t.test('every answer has an id and is stored nowhere, with a slash at the end or without', async (t) => {
  for (const [method, route, body] of CALLS.slice(0, -1)) {
    for (const slash of ['', '/']) {
      const url = (route.startsWith('/') ? route : `/api/auth/${route}`) + slash
      const { headers, statusCode } = await call(identity, method, url, body, { token: person.token })
      t.match(headers['x-request-id'], /^[\w.:-]+$/, `${method} ${url} ${statusCode}`)
      t.equal(headers['cache-control'], 'no-store')
      t.match(headers['content-type'], /^application\/json/)
    }
  }
})

t.test('a slash at the end makes no difference', async (t) => {
  for (const [method, route, body] of CALLS.slice(0, -1).filter(([, route]) => !route.includes('%'))) {
    const url = route.startsWith('/') ? route : `/api/auth/${route}`
    const options = { token: person.token, headers: { 'x-request-id': 'same' } }
    const [bare, slashed] = [
      await call(identity, method, url, body, options),
      await call(identity, method, `${url}/`, body, options)
    ]
    t.equal(slashed.statusCode, bare.statusCode, `${method} ${url}`)
  }
})

t.test('the id of a gateway is kept, one that could forge a log line is not', async (t) => {
  const idOf = async (id: string) =>
    (await call(identity, 'GET', '/healthz', undefined, { headers: { 'x-request-id': id } })).headers['x-request-id']
  t.equal(await idOf('gw-1234.5:a_b'), 'gw-1234.5:a_b')
  for (const id of ['a b', 'x'.repeat(129), '{"level":60}', '']) t.match(await idOf(id), /^[0-9a-f-]{36}$/)
})

t.test('an unknown route answers in the shape of errors', async (t) => {
  for (const url of [
    '/',
    '/api/auth',
    '/api/auth/nothing/',
    '/api/auth/profile/x',
    '/API/AUTH/PROFILE',
    '/.env',
    '/api/auth/../profile'
  ]) {
    isRefused(t, await call(identity, 'GET', url, undefined, { token: person.token }), 'not_found', url)
  }
  for (const method of ['GET', 'PUT', 'DELETE'] as const)
    isRefused(t, await call(identity, method, 'login'), 'not_found', method)
})

t.test('a URL that cannot be read is refused in the shape of errors', async (t) => {
  for (const url of ['/api/auth/%zz', '/%', '/api/auth/%c0%ae']) {
    const answer = await call(identity, 'GET', url)
    t.ok(answer.statusCode >= 400 && answer.statusCode < 500, url)
    t.ok(isErrorShape(answer.json()), answer.body)
  }
})

async function speak(port: number, words: string) {
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  socket.write(words)
  return text(socket)
}

t.test('bytes that are no request are answered in the shape of errors', async (t) => {
  const port = Number(new URL(await identity.app.listen({ host: '127.0.0.1', port: 0 })).port)
  const words = [
    'GARBAGE\r\n\r\n',
    'GET / HTTP/1.1\r\nhost: a\r\nbad header\r\n\r\n',
    `GET / HTTP/1.1\r\nhost: a\r\nx: ${'y'.repeat(40_000)}\r\n\r\n`
  ]
  for (const word of words) {
    const [head = '', body = ''] = (await speak(port, word)).split('\r\n\r\n')
    t.match(head, /^HTTP\/1\.1 4\d\d /)
    t.match(head, /cache-control: no-store/i)
    t.ok(isErrorShape(JSON.parse(body)), body)
  }
  const chunked = await speak(
    port,
    [
      'POST /api/auth/login/ HTTP/1.1',
      'host: a',
      'connection: close',
      'content-type: application/json',
      'transfer-encoding: chunked',
      '',
      '2',
      '{}',
      '0',
      '',
      ''
    ].join('\r\n')
  )
  t.match(chunked, /validation_failed/, 'a chunked body is read')
})

t.test('browsers of the listed origins, and no others, may call', async (t) => {
  const preflight = (origin: string, method: string) =>
    call(identity, 'OPTIONS', 'profile', undefined, {
      headers: {
        origin,
        'access-control-request-method': method,
        'access-control-request-headers': 'authorization,content-type'
      }
    })
  for (const method of ['GET', 'POST', 'PATCH', 'DELETE']) {
    const { headers } = await preflight(ORIGIN, method)
    t.equal(headers['access-control-allow-origin'], ORIGIN)
    t.ok(String(headers['access-control-allow-methods']).split(/, ?/).includes(method), method)
    t.match(headers['access-control-allow-headers'], /authorization/i)
  }
  const foreign = await preflight('https://evil.example.com', 'POST')
  t.equal(foreign.headers['access-control-allow-origin'], undefined)
  const real = await person.get('profile', { headers: { origin: ORIGIN } })
  t.equal(real.headers['access-control-allow-origin'], ORIGIN)
  t.match(real.headers['access-control-expose-headers'], /retry-after/i, 'and read how long to wait')
  t.notOk(real.headers['access-control-allow-credentials'])
})

t.test('an address that no header can forge is the socket’s', async (t) => {
  const answer = await call(
    identity,
    'POST',
    'login',
    { email: person.email, password: 'correct horse battery' },
    {
      remoteAddress: '192.0.2.1',
      headers: { 'x-forwarded-for': '203.0.113.9', 'user-agent': 'x'.repeat(500) }
    }
  )
  t.equal(answer.statusCode, 200)
  const rows = await identity.query<{ ip: string; user_agent: string }>(
    'select ip, user_agent from identity.sessions order by id desc limit 1'
  )
  t.match(rows, [{ ip: '192.0.2.1', user_agent: /^x{400}$/ }])
})

t.test('a trusted proxy names the client, and nonsense from it is no failure', async (t) => {
  const beside = await startIdentity(t, { beside: identity, relay: false, env: { TRUSTED_PROXIES: '192.0.2.0/24' } })
  const signIn = (forwarded: string, remoteAddress = '192.0.2.1') =>
    call(
      beside,
      'POST',
      'login',
      { email: person.email, password: 'correct horse battery' },
      { remoteAddress, headers: { 'x-forwarded-for': forwarded } }
    )
  const newest = async () =>
    (await identity.query<{ ip: string }>('select ip from identity.sessions order by id desc limit 1'))[0]?.ip
  for (const [forwarded, ip] of [
    ['203.0.113.9', '203.0.113.9'],
    ['1.1.1.1, 203.0.113.9', '203.0.113.9'],
    ['2001:db8::1', '2001:db8::1']
  ] as const) {
    t.equal((await signIn(forwarded)).statusCode, 200, forwarded)
    t.equal(await newest(), ip)
  }
  t.equal((await signIn('203.0.113.9', '198.51.100.1')).statusCode, 200)
  t.equal(await newest(), '198.51.100.1', 'a stranger’s header is not believed')
  for (const forwarded of [
    'garbage',
    'a'.repeat(300),
    '203.0.113.9:5555',
    '[2001:db8::1]:80',
    '',
    ',',
    'fe80::1%eth0',
    '999.1.1.1',
    "';--"
  ]) {
    const { statusCode } = await signIn(forwarded)
    t.ok(statusCode < 500, `${statusCode} for ${forwarded.slice(0, 20)}`)
  }
})
