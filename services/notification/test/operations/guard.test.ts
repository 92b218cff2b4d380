import { hashForEntry, readHash } from '@gatehouse/platform/operators/password'
import type { Test } from 'tap'
import t from 'tap'
import type { AppOptions } from '../../src/app.ts'
import { createApp } from '../../src/app.ts'
import { inboxProvider } from '../../src/providers/inbox.ts'
import { appOptions } from '../helpers/app-options.ts'
import { openWorld } from '../helpers/world.ts'

const PATHS = [
  '/ops',
  '/ops/',
  '/ops/messages/',
  '/ops/messages.json',
  '/ops/actions/',
  '/ops/actions.json',
  '/ops/queues',
  '/ops/queues/',
  '/ops/queues/queue/sms',
  '/ops/queues/api/queues',
  '/ops/queues/static/images/logo.svg',
  '/metrics'
]
const PASSWORD = 'a password of some length'

async function openService(t: Test, changes: Partial<AppOptions>) {
  const { deps } = await openWorld(t)
  const providers = [inboxProvider(deps.orm, deps.sealingKeys)]
  const app = createApp({ ...deps, providers }, appOptions(changes))
  t.teardown(() => app.close())
  return (url: string, headers: Record<string, string> = {}) =>
    app.inject({ url, headers: { host: 'localhost:8001', ...headers } })
}

t.test('with OPS_USERS nobody sees any page, file or figure without a sign-in', async (t) => {
  const hash = `${readHash(await hashForEntry(PASSWORD))}`
  const operators = [{ name: 'wall', role: 'viewer' as const, hash }]
  for (const isBoundToLoopback of [true, false]) {
    const get = await openService(t, { operators, isBoundToLoopback, isProduction: true })
    for (const path of PATHS) {
      const { statusCode, headers } = await get(path)
      t.match([statusCode, headers['www-authenticate']], [401, /^Basic /], path)
    }
    const authorization = `Basic ${Buffer.from(`wall:${PASSWORD}`).toString('base64')}`
    const proxied = { authorization, host: 'ops.example.com', 'x-forwarded-for': '203.0.113.9' }
    for (const path of PATHS.filter((path) => !path.includes('/api/'))) {
      t.equal((await get(path, proxied)).statusCode, 200, `${path} through a gateway`)
    }
  }
})

t.test('without OPS_USERS all of it is there for a person on this machine alone, in production too', async (t) => {
  for (const isProduction of [true, false]) {
    const [near, far] = [true, false].map((isBoundToLoopback) => openService(t, { isProduction, isBoundToLoopback }))
    const [get, getFar] = [await near, await far] as Awaited<ReturnType<typeof openService>>[]
    for (const path of PATHS.filter((path) => !path.includes('/api/'))) {
      t.equal((await get?.(path))?.statusCode, 200, path)
      t.equal((await get?.(path, { host: 'evil.example' }))?.statusCode, 404, `${path} by another name`)
      t.equal((await get?.(path, { 'x-forwarded-for': '127.0.0.1' }))?.statusCode, 404, `${path} through a proxy`)
      t.equal((await getFar?.(path))?.statusCode, 404, `${path} of a service bound beyond loopback`)
    }
  }
})

t.test('the tries of a guesser are counted once, wherever they knock', async (t) => {
  const hash = `${readHash(await hashForEntry(PASSWORD))}`
  const operators = [{ name: 'wall', role: 'viewer' as const, hash }]
  const get = await openService(t, { operators, isBoundToLoopback: false })
  const guess = async (path: string, at: number) => {
    const authorization = `Basic ${Buffer.from(`wall:a wrong password ${at}`).toString('base64')}`
    return (await get(path, { authorization })).statusCode
  }
  const doors = ['/metrics', '/ops/', '/inbox/', '/metrics', '/ops/']
  for (const [at, path] of doors.entries()) t.equal(await guess(path, at), 401, path)
  for (const path of new Set(doors)) t.equal(await guess(path, 9), 429, path)
})
