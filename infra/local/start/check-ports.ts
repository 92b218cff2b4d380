import { createServer } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { StartFault, say } from '@gatehouse/platform/command/say'
import type { Address } from './address.ts'
import type { Settings } from './settings.ts'

const DRAIN_MS = 12_000
const LOOK_EVERY_MS = 100

/**
 * Refuses before anything is started if a port is not to be had. After a crash the services of the run before may
 * still be draining: they get the time they need for that.
 */
export async function checkPorts(settings: Settings, afterCrash: boolean, stop: AbortSignal) {
  const patience = Date.now() + (afterCrash ? DRAIN_MS : 0)
  let faults = await findFaults(settings)
  if (faults.length && afterCrash) say('the last run did not end in order; waiting for its services to end …')
  while (faults.length && Date.now() < patience) {
    await pause(LOOK_EVERY_MS, undefined, { signal: stop })
    faults = await findFaults(settings)
  }
  if (faults.length) throw new StartFault(faults.join('\ngatehouse: '))
}

async function findFaults({ identity, notification }: Settings) {
  if (identity.port === notification.port) {
    return [
      `port ${identity.port} is asked for twice: change ${identity.portVariable} or ${notification.portVariable}.`
    ]
  }
  const faults = await Promise.all([identity, notification].map(findFault))
  return faults.filter((fault) => fault !== undefined)
}

async function findFault({ host, port, hostVariable, portVariable }: Address) {
  const code = await tryToListen(host, port)
  if (!code) return undefined
  const change = `${portVariable}=${port + 10} npm start`
  if (code === 'EADDRINUSE') return `port ${port} on ${host} is taken: set ${portVariable} to another (${change}).`
  if (code === 'EACCES') return `port ${port} may not be used by this user: set ${portVariable} to another (${change}).`
  return `cannot listen on ${host} (${code}): change ${hostVariable}.`
}

function tryToListen(host: string, port: number): Promise<string | undefined> {
  const { promise, resolve } = Promise.withResolvers<string | undefined>()
  const server = createServer()
  server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
  server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(undefined)))
  return promise
}
