import { spawn } from 'node:child_process'
import type { Test } from 'tap'
import { endWithUs } from '../fixtures/end-with-us.ts'
import type { Environment } from '../fixtures/run-process.ts'
import { until } from '../fixtures/until.ts'

/** A server that answers at this address, until the test ends or `stop` is called. It leads a process group. */
export async function runServer(t: Test, program: string, args: string[], env: Environment, url: string) {
  const given = { PATH: process.env.PATH, ...env }
  const child = spawn('env', ['-u', 'NODE_OPTIONS', program, ...args], {
    env: given,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe']
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  }
  const { promise: closed, resolve } = Promise.withResolvers<void>()
  const isRunning = () => child.pid !== undefined && child.exitCode === null && child.signalCode === null
  child.once('error', (error) => {
    output += error.message
    resolve()
  })
  child.once('close', () => resolve())
  if (child.pid) child.once('exit', endWithUs('KILL', -child.pid))
  const stop = async () => {
    child.kill('SIGTERM')
    await closed
  }
  t.teardown(async () => {
    if (!t.passing()) t.comment(`${program} wrote:\n${output.slice(-4000)}`)
    await stop()
  })
  await until(`${program} answers`, async () => {
    if (!isRunning()) throw new Error(`${program} ended before it answered:\n${output}`)
    return fetch(url).catch(() => undefined)
  })
  return { stop }
}
