import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { connect } from 'node:net'
import t from 'tap'
import { POSTGRES } from './fixtures/backends.ts'
import type { Environment } from './fixtures/run-process.ts'
import { ROOT, runProcess } from './fixtures/run-process.ts'
import type { ServiceName } from './fixtures/service.ts'
import { startStack } from './fixtures/start-stack.ts'

const EXIT_CONFIGURATION = 78
const skip = POSTGRES.missing

async function refused(name: ServiceName, settings: Environment) {
  const started = runProcess(process.execPath, [`${ROOT}/services/${name}/src/main.ts`], settings)
  return { code: await started.exited, output: started.output() }
}

t.test('a client that says nothing, or half a request, holds up no shutdown', { skip }, async (t) => {
  const { identity, notification } = await startStack(t, POSTGRES)
  for (const { url, stop } of [identity, notification]) {
    const sockets = [1, 2].map(() => connect(Number(new URL(url).port), '127.0.0.1').on('error', () => {}))
    await Promise.all(sockets.map((socket) => once(socket, 'connect')))
    sockets[1]?.write('POST /api/auth/login/ HTTP/1.1\r\nhost: localhost\r\ncontent-length: 100\r\n\r\nhalf')
    t.equal(await stop(), 0, url)
  }
})

t.test('a port that is taken is one line that names its variable', { skip }, async (t) => {
  const { identity, notification, databaseUrl, folder } = await startStack(t, POSTGRES)
  for (const { name, url } of [identity, notification]) {
    const variable = `${name.toUpperCase()}_PORT`
    const { port } = new URL(url)
    const { code, output } = await refused(name, { DATABASE_URL: databaseUrl, DATA_DIR: folder, [variable]: port })
    t.equal(code, EXIT_CONFIGURATION)
    t.match(output, `${variable}: ${port} on 127.0.0.1 is taken`)
    t.notMatch(output, '    at ', 'no stack')
  }
})

t.test('a secret that opens no signing key is refused at the start', { skip }, async (t) => {
  const { identity, databaseUrl, folder } = await startStack(t, POSTGRES)
  t.equal((await fetch(`${identity.url}/.well-known/jwks.json`)).status, 200)
  const settings = { DATABASE_URL: databaseUrl, DATA_DIR: folder, IDENTITY_PORT: '1' }
  const { code, output } = await refused('identity', {
    ...settings,
    IDENTITY_SECRET: randomBytes(32).toString('base64')
  })
  t.equal(code, EXIT_CONFIGURATION)
  t.match(output, 'IDENTITY_SECRET: must still hold')
})
