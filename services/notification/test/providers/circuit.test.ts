import { handleAll } from 'cockatiel'
import type { Test } from 'tap'
import t from 'tap'
import { createCircuit } from '../../src/providers/circuit.ts'

const RESTS_MS = [10_000, 20_000, 40_000, 60_000]

/** A circuit, what it leads to, and a clock that stands still until it is moved. */
function openCircuit(t: Test) {
  let now = Date.now()
  t.intercept(Date, 'now', { value: () => now })
  const changes: string[] = []
  const onChange = (state: string) => void changes.push(state)
  const circuit = createCircuit({ policy: handleAll, failures: 3, restsMs: RESTS_MS, onChange })
  const calls: number[] = []
  const call = (isWell: boolean) =>
    circuit
      .run<number | string>(
        async () => {
          calls.push(now)
          if (!isWell) throw new Error('away')
          return 'taken'
        },
        (restMs) => restMs
      )
      .catch(() => 'failed')
  const fail = async (times: number) => {
    for (let left = times; left > 0; left--) await call(false)
  }
  return { circuit, changes, calls, call, fail, pass: (ms: number) => (now += ms), clock: () => now }
}

t.test('so many failures in a row open it, and one success begins the count anew', async (t) => {
  const { circuit, call, fail } = openCircuit(t)
  await fail(2)
  await call(true)
  await fail(2)
  t.match(circuit.health(), { circuit: 'closed' })
  t.equal(circuit.restMs(), undefined)
  await fail(1)
  t.match(circuit.health(), { circuit: 'open', since: Date })
  t.equal(circuit.restMs(), 10_000)
})

t.test('while it is open nothing is called, and who asks is told how long to wait', async (t) => {
  const { calls, call, fail, pass } = openCircuit(t)
  await fail(3)
  pass(4000)
  t.equal(await call(true), 6000)
  t.equal(calls.length, 3)
})

t.test('then one probe goes through, and nobody else, nor does anybody wait for it', async (t) => {
  const { circuit, calls, call, fail, pass } = openCircuit(t)
  await fail(3)
  pass(10_000)
  t.equal(circuit.restMs(), undefined)
  const { promise, resolve } = Promise.withResolvers<string>()
  const probe = circuit.run(
    () => promise,
    () => 'refused'
  )
  t.match(circuit.health(), { circuit: 'half_open' })
  const others = await Promise.all([call(true), call(true)])
  t.same(others, [1000, 1000])
  t.equal(calls.length, 3)
  resolve('well')
  t.equal(await probe, 'well')
  t.match(circuit.health(), { circuit: 'closed' })
  t.equal(await call(true), 'taken')
})

t.test('each probe that fails makes the next one come later, up to a minute; a success forgets that', async (t) => {
  const { circuit, changes, call, fail, pass } = openCircuit(t)
  await fail(3)
  for (const restMs of [10_000, 20_000, 40_000, 60_000, 60_000]) {
    t.equal(circuit.restMs(), restMs)
    pass(restMs)
    await fail(1)
  }
  pass(60_000)
  t.equal(await call(true), 'taken')
  await fail(3)
  t.equal(circuit.restMs(), 10_000)
  t.same(changes.slice(0, 3), ['open', 'half_open', 'open'])
  t.same(changes.slice(-3), ['half_open', 'closed', 'open'])
})

t.test('what flaps is probed once in an interval, however many want to go through', async (t) => {
  const { changes, calls, call, pass, clock } = openCircuit(t)
  const start = clock()
  const isWell = () => Math.floor((clock() - start) / 30_000) % 2 === 0
  for (let step = 0; step < 6000; step++) {
    await call(isWell())
    pass(100)
  }
  const failed = calls.filter((at) => Math.floor((at - start) / 30_000) % 2 === 1)
  t.ok(failed.length <= 10 * 5, `${failed.length}: in each half minute three that open it, and two probes`)
  t.ok(changes.filter((state) => state === 'closed').length <= 10, 'it closes once for each time of health')
})
