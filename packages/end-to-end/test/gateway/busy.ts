import type { Test } from 'tap'
import { findPort } from '../../../../infra/local/postgres/find-port.ts'
import { POSTGRES } from '../fixtures/backends.ts'
import { startStack } from '../fixtures/start-stack.ts'
import { until } from '../fixtures/until.ts'
import { CADDY } from './gateways.ts'
import { send } from './send.ts'
import { startWire } from './wire.ts'

// Asked once a second: so many asks without an answer are more seconds than most would wait for one.
const ASKS = 5

/** Two processes that are both busy for seconds, as on a machine that is full, are slow and not away. */
export async function keepBusyOnes(t: Test) {
  const { identities, notification } = await startStack(t, POSTGRES, { identities: [{}, {}] })
  const portOf = ({ url }: { url: string }) => Number(new URL(url).port)
  const wires = await Promise.all(identities.map((identity) => startWire(t, portOf(identity))))
  const gateway = await findPort()
  const ports = wires.map(({ port }) => port)
  await CADDY.start(t, { gateway, identity: ports, notification: portOf(notification), app: 1 })
  const asks = () => wires.map((wire) => wire.sent().split('GET /readyz').length - 1)
  await until('both are asked', () => asks().every((count) => count > 0))

  const asked = (times: number) => {
    const before = asks()
    return until('they were asked in vain', () => asks().every((count, at) => count >= (before[at] ?? 0) + times))
  }
  const signal = (name: NodeJS.Signals) => {
    for (const { pid, isRunning } of identities) if (isRunning()) process.kill(pid(), name)
  }
  signal('SIGSTOP')
  t.teardown(() => signal('SIGCONT'))
  await asked(ASKS)
  const people = Array.from({ length: 4 }, () => send(gateway, { path: '/api/auth/login/', json: {} }))
  await asked(1)
  signal('SIGCONT')
  for (const { status } of await Promise.all(people)) t.equal(status, 400, 'answered by identity itself')
}
