import type { Test } from 'tap'
import { until } from '../fixtures/until.ts'
import type { Answered, Asked } from './send.ts'
import type { Scene } from './start-scene.ts'

const MARK = 'x-mark-of-this-test'

const isNameless = ({ headers }: Answered) =>
  !Object.keys(headers).some((name) => /^x-(user|phone|profile|session)-/.test(name))

/** Asks below /app/, and tells whether the app heard of it. */
async function knock({ ask, wires }: Scene, asked: Partial<Asked>) {
  const mark = `${MARK}-${Math.random()}`
  const answer = await ask({ path: '/app/', ...asked, headers: [...(asked.headers ?? []), ['X-Mark', mark]] })
  return { answer, reached: wires.app.sent().includes(mark) }
}

/** Without a good token: identity's own words, and nothing reaches the app. */
export async function refuseWithoutToken(t: Test, scene: Scene) {
  const { token } = await scene.signIn()
  const ended = await scene.signIn()
  t.match(await knock(scene, { token: ended.token }), { answer: { status: 200 }, reached: true })
  await scene.ask({ path: '/api/auth/logout/', token: ended.token, json: {} })

  const cases: [Partial<Asked>, string][] = [
    [{}, 'token_invalid'],
    [{ token: 'nonsense' }, 'token_invalid'],
    [{ token: `${token.slice(0, -4)}AAAA` }, 'token_invalid'],
    [{ token: ended.token }, 'session_revoked'],
    [{ headers: [['Authorization', `Basic ${token}`]] }, 'token_invalid'],
    [{ headers: [['X_Authorization', `Bearer ${token}`]] }, 'token_invalid'],
    [{ method: 'OPTIONS' }, 'token_invalid']
  ]
  for (const [asked, code] of cases) {
    for (const body of [undefined, 'a body']) {
      const { answer, reached } = await knock(scene, { ...asked, body })
      const direct = await scene.ask({ path: '/api/auth/verify-token/', token: asked.token })
      t.match(answer, { status: 401, headers: { 'cache-control': 'no-store', 'content-type': /json/ } }, code)
      t.match(answer.json(), { code })
      t.strictSame(answer.json(), direct.json())
      t.ok(isNameless(answer))
      t.notOk(reached)
    }
  }
}

const PATHS = [
  '/app',
  '/app/',
  '//app/',
  '/%61pp/',
  '/app/%2e%2e/app/',
  '/APP/',
  '/app//',
  '/app;/x',
  '/docs/../app/x',
  '/app%2fx'
]

/** However the path is written, no way to the app leads round the check. */
export async function guardEveryWay(t: Test, scene: Scene) {
  for (const path of [...PATHS, `http://127.0.0.1:${scene.app.port}/app/`]) {
    const { answer, reached } = await knock(scene, { path })
    t.ok([301, 308, 400, 401, 404].includes(answer.status), `${path}: ${answer.status}`)
    t.notOk(reached, path)
  }
}

/** If identity cannot tell, the door stays shut. */
export async function stayShut(t: Test, scene: Scene) {
  const { token } = await scene.signIn()
  await scene.database.slam()
  const unsure = await knock(scene, { token })
  t.match(unsure, { answer: { status: 503 }, reached: false })
  t.match(unsure.answer.json(), { code: 'unavailable', details: {} })
  t.match(await scene.ask({ path: '/api/auth/profile/', token }), { status: 503 })
  await scene.database.open()
  await until('the door opens again', async () => (await knock(scene, { token })).answer.status === 200)

  await scene.stack.identity.kill()
  const silent = await knock(scene, { token })
  t.ok([502, 503].includes(silent.answer.status))
  t.match(silent.answer.json(), { code: 'unavailable' })
  t.notOk(silent.reached)
  const profile = await scene.ask({ path: '/api/auth/profile/', token })
  t.ok([502, 503].includes(profile.status))
  t.match(profile.json(), { code: 'unavailable' })
  scene.stack.identity.startAgain()
  await scene.stack.identity.ready()
  await until('the door opens again', async () => (await knock(scene, { token })).answer.status === 200)
}

/** The app's absence is not identity's. */
export async function tellAbsence(t: Test, scene: Scene) {
  const { token } = await scene.signIn()
  await scene.app.stop()
  const { answer } = await knock(scene, { token })
  t.match(answer, { status: 502, headers: { 'cache-control': 'no-store', 'x-request-id': String } })
  t.match(answer.json(), { code: 'unavailable', details: {} })
  t.match(await knock(scene, {}), { answer: { status: 401 } })
  await scene.app.startAgain()
  await until('it is back', async () => (await knock(scene, { token })).answer.status === 200)
}
