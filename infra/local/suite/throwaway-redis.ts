import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { connect } from 'node:net'
import { delimiter, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { findPort } from '../postgres/find-port.ts'
import type { Closing } from '../start/closing.ts'
import { unlessStopped } from '../start/stop-request.ts'
import { supervise } from '../start/supervise.ts'

const TRY_EVERY_MS = 20

export function findRedis(path = ''): string | undefined {
  const places = path.split(delimiter).map((folder) => join(folder, 'redis-server'))
  return places.find((place) => existsSync(place))
}

/** An empty Redis server that keeps nothing. Answers its URL. */
export async function throwawayRedis(program: string, folder: string, opened: Closing, stop: AbortSignal) {
  const port = await findPort()
  const place = ['--port', `${port}`, '--bind', '127.0.0.1', '--dir', folder, '--pidfile', join(folder, 'redis.pid')]
  const memory = ['--save', '', '--appendonly', 'no', '--maxmemory-policy', 'noeviction']
  stop.throwIfAborted()
  const server = supervise({
    name: 'Redis',
    launch: () => spawn(program, [...place, ...memory], { detached: true, stdio: 'ignore' }),
    signal: 'SIGTERM',
    graceMs: 5000,
    lastSignal: 'SIGKILL',
    giveUp: (code) => `Redis ended (exit code ${code}).`
  })
  opened.add(server.stop)
  await unlessStopped(Promise.race([waitForPong(port), server.lost]), stop)
  return `redis://127.0.0.1:${port}`
}

async function waitForPong(port: number) {
  while (!(await ping(port))) await pause(TRY_EVERY_MS)
}

function ping(port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const socket = connect({ host: '127.0.0.1', port }, () => socket.write('PING\r\n'))
  socket.on('error', () => resolve(false)).on('close', () => resolve(false))
  socket.once('data', (reply) => resolve(reply.toString().startsWith('+PONG')))
  return promise.finally(() => socket.destroy())
}
