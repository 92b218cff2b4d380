import type { Test } from 'tap'
import type { Asked, Echo } from './send.ts'
import type { Scene } from './start-scene.ts'

const FORGED = '203.0.113.77'
const FORGERY: [string, string][] = [
  ['X-Forwarded-For', FORGED],
  ['x-forwarded-for', `${FORGED}, 127.0.0.1`],
  ['X_Forwarded_For', FORGED],
  ['Forwarded', `for=${FORGED}`],
  ['X-Real-IP', FORGED],
  ['X-Forwarded-Host', FORGED],
  ['X-Forwarded-Proto', FORGED],
  ['Connection', 'X-Forwarded-For, X-Real-IP, X-Forwarded-Proto']
]

type Sessions = { sessions: { ip: string; current: boolean }[] }

/** A session knows the address that the connection came from. */
export async function seeRealAddresses(t: Test, { ask }: Scene) {
  for (const from of ['127.0.0.1', '127.0.0.2', '127.0.0.3']) {
    for (const headers of [[], FORGERY]) {
      const json = { email: `at-${from}-${headers.length}@example.com`, password: 'correct horse battery' }
      const { token } = (await ask({ path: '/api/auth/register/', json, from, headers })).json<{ token: string }>()
      const answer = await ask({ path: '/api/auth/sessions/', token, from, headers })
      t.match(answer.json<Sessions>(), { sessions: [{ ip: from, current: true }] })
      const echo = await ask({ path: '/app/', token, from, headers })
      t.match(addressesIn(echo.json<Echo>()), { 'x-forwarded-for': [from], 'x-real-ip': [from] })
      t.notMatch(echo.text, FORGED)
    }
  }
}

const addressesIn = ({ headers }: Echo) => {
  const named = Map.groupBy(headers, ([name]) => name)
  return Object.fromEntries([...named].map(([name, all]) => [name, all.map(([, value]) => value)]))
}

const TRIES = 5

/** Whoever guesses is stopped by address, whatever address they claim; another client is not. */
export async function limitTheRightClient(t: Test, { ask, signIn }: Scene) {
  const { email, password } = await signIn()
  const guess = (from: string, n: number, secret = 'not the password') => {
    const headers: Asked['headers'] = [
      ['X-Forwarded-For', `203.0.113.${n}`],
      ['X-Real-IP', `203.0.113.${n}`]
    ]
    return ask({ path: '/api/auth/login/', json: { email, password: secret }, from, headers })
  }
  for (let n = 0; n < TRIES; n++) t.match(await guess('127.0.0.2', n), { status: 401 })
  t.match(await guess('127.0.0.2', TRIES, password), { status: 429, headers: { 'retry-after': /^\d+$/ } })
  t.match(await guess('127.0.0.3', TRIES, password), { status: 200 })
}
