import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { findPort } from '../../../../infra/local/postgres/find-port.ts'
import { openTerminal } from '../fixtures/terminal.ts'
import { flow } from './flow.ts'
import { phonesInInbox } from './front.ts'

t.test('the flow on one machine with nothing but Node.js', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-embedded-'))
  t.teardown(() => rm(folder, { recursive: true, force: true }))
  const [identityPort, notificationPort] = [await findPort(), await findPort()]
  const terminal = openTerminal(t, 'npm start', {
    // A developer's own .env must not reach a test: it could send a real SMS.
    ...{ NODE_ENV: 'development', DATABASE_URL: '', QUEUE_URL: '', SMS_PROVIDERS: 'inbox', OPS_USERS: '' },
    ...{ DATA_DIR: join(folder, 'data'), IDENTITY_PORT: `${identityPort}`, NOTIFICATION_PORT: `${notificationPort}` },
    TRUSTED_PROXIES: '127.0.0.1'
  })
  const [url, opsUrl] = [`http://localhost:${identityPort}`, `http://localhost:${notificationPort}`]
  await terminal.answers(`${url}/readyz`)
  await terminal.answers(`${opsUrl}/readyz`)
  await flow(t, { url, opsUrl, smsTo: phonesInInbox({ opsUrl }) })
  await terminal.interrupt()
})
