import { join } from 'node:path'
import type { Test } from 'tap'
import { findPort } from '../../../../infra/local/postgres/find-port.ts'
import { mockProvider } from '../../../../services/identity/test/openid/fixtures/mock-provider.ts'
import { POSTGRES } from '../fixtures/backends.ts'
import { newEmail, PASSWORD } from '../fixtures/people.ts'
import { startProxy } from '../fixtures/proxy.ts'
import { ROOT } from '../fixtures/run-process.ts'
import { startStack } from '../fixtures/start-stack.ts'
import type { Gateway } from './gateways.ts'
import { FRONTEND } from './openid.ts'
import { runServer } from './run-server.ts'
import type { Asked } from './send.ts'
import { send } from './send.ts'
import { startWire } from './wire.ts'

export type Scene = Awaited<ReturnType<typeof startScene>>

/** The whole house behind one gateway: what travels to each of the three behind it can be read. */
export async function startScene(t: Test, gateway: Gateway) {
  const port = await findPort()
  const url = `http://localhost:${port}`
  const database = await startProxy(t, POSTGRES.serverUrl)
  const provider = await mockProvider(t)
  const env = {
    PUBLIC_URL: url,
    GOOGLE_ISSUER: provider.issuer,
    GOOGLE_CLIENT_ID: 'client-of-the-tests',
    GOOGLE_CLIENT_SECRET: 'secret-of-the-tests',
    FRONTEND_REDIRECTS: FRONTEND
  }
  const stack = await startStack(t, { ...POSTGRES, serverUrl: database.url }, { env })
  const app = await startApp(t)
  const wires = {
    identity: await startWire(t, portOf(stack.identity.url)),
    notification: await startWire(t, portOf(stack.notification.url)),
    app: await startWire(t, app.port)
  }
  const { identity, notification } = wires
  const doors = { gateway: port, identity: identity.port, notification: notification.port, app: wires.app.port }
  await gateway.start(t, doors)
  const ask = (asked: Asked) => send(port, asked)
  return {
    port,
    url,
    stack,
    database,
    provider,
    app,
    wires,
    ask,
    signIn: (fields?: object, from?: string) => signIn(ask, fields, from)
  }
}

const portOf = (url: string) => Number(new URL(url).port)

async function startApp(t: Test) {
  const port = await findPort()
  const start = () =>
    runServer(
      t,
      process.execPath,
      [join(ROOT, 'infra/gateway/demo-upstream.ts'), `${port}`],
      {},
      `http://127.0.0.1:${port}/`
    )
  const { stop } = await start()
  return { port, stop, startAgain: start }
}

type SignedUp = { token: string; user: { id: string; email: string } }

/** Somebody who registers through the gateway. */
async function signIn(ask: (asked: Asked) => ReturnType<typeof send>, fields: object = {}, from?: string) {
  const json = { email: newEmail(), password: PASSWORD, ...fields }
  const answer = await ask({ path: '/api/auth/register/', json, from })
  if (answer.status !== 201) throw new Error(`registration answered ${answer.status}: ${answer.text}`)
  const { token, user } = answer.json<SignedUp>()
  return { token, ...user, password: json.password }
}
