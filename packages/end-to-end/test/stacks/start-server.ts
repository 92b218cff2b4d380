import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import type { Test } from 'tap'
import { endWithUs } from '../fixtures/end-with-us.ts'
import { until } from '../fixtures/until.ts'

/** A program that listens on a port, until the test ends. */
export async function startServer(t: Test, program: string, args: string[], { port }: { port: number }) {
  const child = spawn('env', ['-u', 'NODE_OPTIONS', program, ...args], { stdio: ['ignore', 'ignore', 'pipe'] })
  let output = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output += text
  })
  const exited = once(child, 'exit')
  child.once('exit', endWithUs('KILL', child.pid ?? 0))
  const isRunning = () => child.exitCode === null && child.signalCode === null
  t.teardown(async () => {
    if (!isRunning()) return
    child.kill('SIGTERM')
    await exited
  })
  await until(`${program} listens`, async () => {
    if (!isRunning()) throw new Error(`${program} ended before it listened:\n${output}`)
    return listens(port)
  })
}

function listens(port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => resolve(false)).on('connect', () => resolve(true))
  return promise.finally(() => socket.destroy())
}
