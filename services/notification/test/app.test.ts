import t from 'tap'
import { createApp } from '../src/app.ts'
import { appOptions, NO_QUEUES } from './helpers/app-options.ts'
import { openWorld } from './helpers/world.ts'

const up = async () => {}
const down = async () => {
  throw new Error('down')
}

t.test('ready means database and queue; alive needs neither', async (t) => {
  const { deps } = await openWorld(t)
  const noDatabase = { ...deps, orm: { em: { fork: () => ({ execute: down }) } } as unknown as typeof deps.orm }
  for (const [parts, probe, status, body] of [
    [deps, up, 200, { status: 'ready', database: 'up', queue: 'up' }],
    [deps, down, 503, { database: 'up', queue: 'down' }],
    [noDatabase, up, 503, { database: 'down', queue: 'up' }]
  ] as const) {
    const app = createApp(parts, appOptions({ queues: { ...NO_QUEUES, probe } }))
    t.teardown(() => app.close())
    const ready = await app.inject('/readyz')
    t.match([ready.statusCode, ready.json()], [status, body])
    t.equal((await app.inject('/healthz')).statusCode, 200)
  }
})
