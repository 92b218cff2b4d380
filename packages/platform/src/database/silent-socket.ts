import { Socket } from 'node:net'

/**
 * Closes a connection on which nothing was heard or said for so long, which must be longer than any statement may take.
 * The driver's own limit on a query would give back to the pool a connection that is dead: whoever takes it next waits
 * for nothing, until the kernel gives up after a quarter of an hour.
 */
export const socketUntilSilent = (ms: number) => () => {
  const socket = new Socket()
  socket.setTimeout(ms, () => socket.destroy(new Error('Connection terminated: the server is silent')))
  return socket
}
