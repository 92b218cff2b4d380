import type { Test } from 'tap'
import type { Stack } from '../fixtures/start-stack.ts'
import { until } from '../fixtures/until.ts'
import type { Clients } from './clients.ts'
import { startClients } from './clients.ts'
import { kidOf, runKeys } from './run-keys.ts'

const CLIENTS = 4
const ROTATIONS = 3

/** With `--now`, which is the harder case: between two rotations no process has the time to read the keys again. */
export async function rotateUnderLoad(t: Test, stack: Stack) {
  const clients = await startClients(stack, CLIENTS)
  const kids = () => new Set(clients.tokens.map(kidOf))
  await allAreBusy(clients)
  t.equal(kids().size, 1)
  for (let rotation = 1; rotation <= ROTATIONS; rotation++) {
    const { code, stderr } = await runKeys(stack, 'rotate -- --now')
    t.equal(code, 0, stderr)
    await until('the next key has signed', () => kids().size > rotation)
  }
  await allAreBusy(clients)
  await clients.stop()
  t.same(clients.failed, [], 'not one request failed')
  t.equal(kids().size, 1 + ROTATIONS)
  t.comment(`${clients.asked()} requests while the keys were rotated ${ROTATIONS} times`)
}

async function allAreBusy({ rounds }: Clients) {
  const before = [...rounds]
  await until('everybody signs in and refreshes twice more', () =>
    rounds.every((round, index) => round >= (before[index] ?? 0) + 2)
  )
}
