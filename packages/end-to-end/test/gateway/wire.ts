import type { Socket } from 'node:net'
import { connect, createServer } from 'node:net'
import type { Test } from 'tap'
import { findPort } from '../../../../infra/local/postgres/find-port.ts'

export type Wire = Awaited<ReturnType<typeof startWire>>

/** A way to a server of this machine on which everything that travels towards it can be read. */
export async function startWire(t: Test, target: number) {
  const port = await findPort()
  const sockets = new Set<Socket>()
  let sent = ''
  const server = createServer((near) => {
    const far = connect(target, '127.0.0.1')
    for (const [socket, other] of [
      [near, far],
      [far, near]
    ] as const) {
      sockets.add(socket)
      socket.on('error', () => {}).on('close', () => other.destroy())
      socket.on('close', () => sockets.delete(socket))
    }
    near.on('data', (bytes) => {
      sent += bytes.toString('latin1')
    })
    near.pipe(far).pipe(near)
  })
  t.teardown(() => {
    server.close()
    for (const socket of sockets) socket.destroy()
  })
  const { promise, resolve } = Promise.withResolvers<void>()
  server.listen(port, '127.0.0.1', resolve)
  await promise
  return { port, sent: () => sent }
}
