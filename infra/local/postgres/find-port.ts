import { randomInt } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'

// Below the ports that the system gives to outgoing connections: one of those could take it before its server does.
const LOWEST = 20_000
const HIGHEST = 32_000
const TRIES = 20

/** A free port of 127.0.0.1: the preferred one if it is. */
export async function findPort(preferred?: number): Promise<number> {
  const candidates = Array.from({ length: TRIES }, () => randomInt(LOWEST, HIGHEST))
  for (const candidate of [...(preferred ? [preferred] : []), ...candidates, 0]) {
    const port = await tryPort(candidate)
    if (port) return port
  }
  throw new Error('127.0.0.1 has no free port')
}

function tryPort(port: number): Promise<number | undefined> {
  const { promise, resolve } = Promise.withResolvers<number | undefined>()
  const server = createServer()
  server.once('error', () => resolve(undefined))
  server.listen({ host: '127.0.0.1', port, exclusive: true }, () => {
    const { port: found } = server.address() as AddressInfo
    server.close(() => resolve(found))
  })
  return promise
}
