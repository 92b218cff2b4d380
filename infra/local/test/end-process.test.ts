import { spawn } from 'node:child_process'
import { once } from 'node:events'
import t from 'tap'
import type { Ending } from '../start/end-process.ts'
import { endProcess } from '../start/end-process.ts'

const ending: Ending = { name: 'it', signal: 'SIGTERM', graceMs: 100, lastSignal: 'SIGKILL' }

async function run(script: string) {
  const child = spawn(process.execPath, ['-e', script], {
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {}
  })
  await once(child.stdout, 'data')
  return child
}

t.test('a program that ignores the signal is killed after the grace', async (t) => {
  const child = await run(`process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); console.log(1)`)
  await endProcess(child, ending)
  t.equal(child.signalCode, 'SIGKILL')
})

t.test('a program that ends by itself is not killed', async (t) => {
  const child = await run(`process.on('SIGTERM', () => process.exit(5)); setInterval(() => {}, 1000); console.log(1)`)
  await endProcess(child, { ...ending, graceMs: 60_000 })
  t.equal(child.exitCode, 5)
  await endProcess(child, ending)
  t.pass('and one that has ended is left alone')
})
