import type { LightMyRequestResponse } from 'fastify'
import type { Test } from 'tap'
import { guardOperators, requireOperator } from '../../src/http/operators.ts'
import { createServer } from '../../src/http/server.ts'
import { createLog } from '../../src/log.ts'
import type { OperatorEntry, Role } from '../../src/operators/operator.ts'
import { hashForEntry, readHash } from '../../src/operators/password.ts'

export const PASSWORD = 'a password of some length'
export const OURS = { host: 'ops.example.com', 'sec-fetch-site': 'same-origin' }

export async function entry(name: string, role: Role, password = PASSWORD): Promise<OperatorEntry> {
  return { name, role, hash: `${readHash(await hashForEntry(password))}` }
}

export const basic = (name: string, password = PASSWORD) => ({
  authorization: `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`
})

type Options = { isBoundToLoopback?: boolean; trustedProxies?: string[] }

/** A server with two guarded routes and an open one, and a clock to move. */
export async function openGuarded(t: Test, operators: OperatorEntry[], options: Options = {}) {
  const { isBoundToLoopback = false, trustedProxies = [] } = options
  const clock = { now: new Date('2026-11-22T12:00:00Z') }
  const app = createServer({ log: createLog({ name: 'test', level: 'silent', pretty: false }), trustedProxies })
  t.teardown(() => app.close())
  app.get('/open', async () => 'open')
  app.register(async (guarded) => {
    await guardOperators(guarded, { operators, isBoundToLoopback, now: () => clock.now })
    guarded.get('/look', async ({ operator }) => operator)
    guarded.post('/act', { onRequest: requireOperator }, async ({ operator }) => operator)
  })
  const get = (headers: Record<string, string> = {}, remoteAddress = '203.0.113.1') =>
    app.inject({ url: '/look', headers: { host: 'ops.example.com', ...headers }, remoteAddress })
  const post = (headers: Record<string, string> = {}) => app.inject({ method: 'POST', url: '/act', headers })
  return { app, clock, get, post }
}

export const told = ({ statusCode, headers, json }: LightMyRequestResponse) => ({
  status: statusCode,
  code: json().code,
  scheme: headers['www-authenticate']
})
