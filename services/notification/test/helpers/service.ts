import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Test } from 'tap'
import { until } from './until.ts'

const MAIN = join(import.meta.dirname, '../../src/main.ts')

/** The service as a process of its own, with nothing in its environment but what is given. */
export async function startService(t: Test, given: Record<string, string>) {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-notification-'))
  const NOTIFICATION_PORT = given.NOTIFICATION_PORT ?? `${await freePort()}`
  const env = { DATA_DIR: folder, NOTIFICATION_PORT, ...given }
  const child = spawn(process.execPath, [MAIN], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text))
  const ended = once(child, 'close').then(([code]) => code as number | null)
  t.teardown(async () => {
    child.kill('SIGKILL')
    await ended
    rmSync(folder, { recursive: true, force: true })
  })
  const get = (path: string) => fetch(`http://127.0.0.1:${NOTIFICATION_PORT}${path}`).catch(() => undefined)
  return {
    folder,
    get,
    output: () => output,
    /** The exit code once it ends by itself. */
    ended,
    answers: (path: string, status: number) =>
      until(`${path} ${status}`, async () => (await get(path))?.status === status),
    stop: () => {
      child.kill('SIGTERM')
      return ended
    }
  }
}

/** A port that is free now, and with `keep` one that stays taken. */
export async function freePort(keep?: Test): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()))
  if (keep) keep.teardown(close)
  else await close()
  return port
}
