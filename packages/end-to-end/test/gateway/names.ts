import type { Test } from 'tap'
import type { Answered, Asked, Echo } from './send.ts'
import type { Scene } from './start-scene.ts'

const NAMES = ['x-user-id', 'x-user-email', 'x-user-type', 'x-phone-verified', 'x-profile-completed', 'x-session-id']
const FORGED = 'forged-by-the-client'

const spellings = (name: string) => [
  name,
  name,
  name.toUpperCase(),
  name.replaceAll('-', '_'),
  name.replaceAll('-', '.'),
  name.replace('-', '_'),
  name.replaceAll('-', '_').toUpperCase()
]
const FORGERY = [...NAMES.flatMap(spellings), 'traceparent', 'tracestate'].map((name): [string, string] => [
  name,
  FORGED
])

/** The headers of an echo that some program would read as one of the names. */
function namesIn(answer: Answered) {
  const { headers } = answer.json<Echo>()
  return headers
    .map(([name, value]) => [name.replaceAll(/[^a-z]/g, '-'), value])
    .filter(([name = '']) => NAMES.includes(name))
    .sort()
}

const expected = (person: { id: string; email: string }, session: string) =>
  [
    ['x-user-id', person.id],
    ['x-user-email', person.email],
    ['x-user-type', 'freelancer'],
    ['x-phone-verified', 'false'],
    ['x-profile-completed', 'false'],
    ['x-session-id', session]
  ].sort()

const sessionOf = (token: string): string =>
  JSON.parse(Buffer.from(`${token.split('.')[1]}`, 'base64url').toString()).sid

/** The upstream learns who it is from identity alone, each name once, whatever the client says. */
export async function nameTheCaller(t: Test, { ask, signIn }: Scene) {
  const person = await signIn()
  const { token } = person
  const names = expected(person, sessionOf(token))
  const ways: Omit<Asked, 'path'>[] = [
    {},
    { headers: FORGERY },
    { headers: [...NAMES.map((name): [string, string] => [name, ''])] },
    { method: 'POST', body: 'x', headers: FORGERY },
    { method: 'POST', body: 'x', trailers: [['X-User-Id', FORGED]] },
    { headers: [['Connection', [...NAMES, 'keep-alive'].join(', ')]] },
    { headers: [['Connection', 'close'], ...NAMES.map((name): [string, string] => ['Connection', name])] },
    {
      headers: [
        ['Connection', `Upgrade, ${NAMES.join(', ')}`],
        ['Upgrade', 'websocket']
      ]
    }
  ]
  for (const way of ways) {
    const answer = await ask({ path: '/app/deep/er?a=%2F', token, ...way })
    t.equal(answer.status, 200, answer.text)
    t.strictSame(namesIn(answer), names, JSON.stringify(way.headers ?? way.trailers))
    t.equal(answer.json<Echo>().url, '/app/deep/er?a=%2F')
    t.notOk(answer.text.includes(FORGED))
  }
}

/** An address may hold what configurations take for a variable. */
export async function nameTheStrangest(t: Test, { ask, signIn }: Scene) {
  for (const [index, local] of [
    '{env.HOME}',
    '$user_id',
    '{http.request.header.X-Else}',
    "!#$%&'*+-/=?^_`{|}~"
  ].entries()) {
    const person = await signIn({ email: `${local}@strange-${index}.example` })
    const answer = await ask({ path: '/app/', token: person.token, headers: [['X-Else', "another's"]] })
    t.strictSame(namesIn(answer), expected(person, sessionOf(person.token)))
  }
}

/** Where nobody is asked who it is, nobody can say it either. */
export async function stripEverywhere(t: Test, { ask, wires }: Scene) {
  const [toIdentity, toNotification] = ['seen-at-identity', 'seen-at-notification']
  await ask({ path: '/api/auth/profile/', headers: [...FORGERY, ['X-Request-Id', toIdentity]] })
  await ask({ path: '/webhooks/x', body: 'x', headers: [...FORGERY, ['X-Request-Id', toNotification]] })
  t.ok(wires.identity.sent().includes(toIdentity))
  t.ok(wires.notification.sent().includes(toNotification))
  for (const wire of [wires.identity, wires.notification]) t.notOk(wire.sent().includes(FORGED))
}

/** The check of a token needs no body, and gets none. */
export async function keepBodies(t: Test, { ask, signIn, wires }: Scene) {
  const { token } = await signIn()
  const secret = 'for-the-app-alone'
  for (const trailers of [undefined, []]) {
    const body = `${secret} ${trailers ? 'in chunks' : 'at once'}`
    const answer = await ask({ method: 'PUT', path: '/app/', token, body, trailers })
    t.match(answer.json<Echo>(), { method: 'PUT', body })
  }
  t.equal((await ask({ path: '/app/', body: secret })).status, 401)
  t.ok(wires.identity.sent().includes('GET /api/auth/verify-token/'))
  t.notOk(wires.identity.sent().includes(secret))
}
