import { makeEntry } from '@gatehouse/platform/operators/make-entry'
import { generatePassword } from '@gatehouse/platform/operators/password'
import type { Test } from 'tap'
import { findPort } from '../../../../infra/local/postgres/find-port.ts'
import { REDIS } from '../fixtures/backends.ts'
import { startTwilio } from '../fixtures/phones.ts'
import { startStack } from '../fixtures/start-stack.ts'
import { CADDY } from '../gateway/gateways.ts'
import type { Front } from './front.ts'
import { phonesByProvider } from './front.ts'
import { PGBOUNCER, startPgBouncer } from './pgbouncer.ts'

/** A sentence if this machine lacks a part of it. */
export const missing =
  REDIS.missing ||
  CADDY.missing ||
  (PGBOUNCER ? false : 'NOT TESTED HERE: there is no pgbouncer. Install it: apt-get install pgbouncer')

export type ProductionLike = Awaited<ReturnType<typeof startProductionLike>>

/** How a small production runs, as processes of this machine: two of each service, Redis, PgBouncer, and Caddy in front. */
export async function startProductionLike(t: Test) {
  const twilio = await startTwilio(t)
  const port = await findPort()
  const url = `http://127.0.0.1:${port}`
  const password = generatePassword()
  const env = {
    ...twilio.settings,
    PUBLIC_URL: url,
    SHUTDOWN_DELAY: '2',
    // All of them come from one address.
    RATE_LIMITS: 'off',
    OPS_USERS: await makeEntry('desk', 'viewer', password)
  }
  const stack = await startStack(t, REDIS, {
    env,
    identities: [{}, {}],
    notifications: [{}, {}],
    databaseUrl: (own) => startPgBouncer(t, own)
  })
  const ports = (services: { url: string }[]) => services.map(({ url }) => Number(new URL(url).port))
  const doors = { identity: ports(stack.identities), notification: ports(stack.notifications) }
  await CADDY.start(t, { gateway: port, app: 1, ...doors })
  const front: Front = { url, opsUrl: url, operator: `desk:${password}`, smsTo: phonesByProvider(twilio) }
  return { stack, twilio, front }
}
