import { hashForEntry } from '@gatehouse/platform/operators/password'
import type { Test } from 'tap'
import { findPort } from '../../../../infra/local/postgres/find-port.ts'
import { startService } from '../fixtures/service.ts'
import type { Gateway } from './gateways.ts'
import type { Asked } from './send.ts'
import { send } from './send.ts'
import type { Scene } from './start-scene.ts'

const OPERATORS_PASSWORD = 'a password of some length'
const PAUSE = '/ops/queues/api/queues/sms-outcome/pause'

/** With OPS_USERS the dashboards are there through the gateway, for those whom it names. */
export async function openToOperators(t: Test, gateway: Gateway, { stack, app }: Scene) {
  const hash = await hashForEntry(OPERATORS_PASSWORD)
  const notification = await startService('notification', {
    NODE_ENV: 'development',
    DATABASE_URL: stack.databaseUrl,
    DATA_DIR: stack.folder,
    OPS_USERS: `desk:operator:${hash},wall:viewer:${hash}`
  })
  t.teardown(() => notification.stop())
  await notification.ready()
  const port = await findPort()
  const portOf = (url: string) => Number(new URL(url).port)
  const services = { identity: portOf(stack.identity.url), notification: portOf(notification.url) }
  await gateway.start(t, { gateway: port, app: app.port, ...services })

  const status = async (asked: Asked) => (await send(port, asked)).status
  const as = (name: string, ...more: [string, string][]): [string, string][] => [
    ['Authorization', `Basic ${Buffer.from(`${name}:${OPERATORS_PASSWORD}`).toString('base64')}`],
    ...more
  ]
  for (const path of ['/ops/', '/ops/messages/', '/ops/queues/', '/ops/actions.json']) {
    t.equal(await status({ path }), 401, path)
    t.equal(await status({ path, headers: as('nobody') }), 401, path)
    t.equal(await status({ path, headers: as('wall') }), 200, path)
  }
  const put = (name: string, origin: string) =>
    status({ method: 'PUT', path: PAUSE, json: {}, headers: as(name, ['Origin', origin]) })
  t.equal(await put('desk', 'https://evil.example'), 403, 'a page elsewhere does nothing')
  t.equal(await put('wall', `http://localhost:${port}`), 403, 'a viewer does nothing')
  t.equal(await put('desk', `http://localhost:${port}`), 200)
}
