import { ConfigurationFault, EXIT_CONFIGURATION } from '../config/configuration-fault.ts'
import type { Logger } from '../log.ts'
import { whatHasNotEnded } from './ending.ts'

/** What keeps running until it is told to stop. */
export type Service = {
  /** While it is about to end: it goes on answering, until whoever sends requests here has noticed. */
  leave: (hurry: AbortSignal) => Promise<void>
  stop: () => Promise<void>
  log: Logger
}

const DRAIN_TIMEOUT_MS = 10_000

/**
 * Starts a service and stops it in order on SIGTERM, SIGINT, or when the process that started it is gone (its IPC
 * channel closes): nothing is left behind, whatever dies first. Once it has left, exits 0 when drained, 1 if that takes
 * over ten seconds.
 */
export async function runService(start: () => Promise<Service>) {
  const { stopRequested, hurry } = stopRequests()
  const service = await start().catch(reportAndExit)
  await stopRequested
  await service.leave(hurry)
  setTimeout(() => giveUp(service.log), DRAIN_TIMEOUT_MS).unref()
  await service.stop()
  process.exit(0)
}

// SIGTERM is told by whoever runs many processes; a person at a terminal, or who asks twice, waits for nobody to notice.
function stopRequests() {
  const { promise: stopRequested, resolve } = Promise.withResolvers<void>()
  const inHurry = new AbortController()
  const hurryUp = () => {
    inHurry.abort()
    resolve()
  }
  process.once('SIGTERM', () => {
    process.on('SIGTERM', hurryUp)
    resolve()
  })
  process.on('SIGINT', hurryUp).on('disconnect', hurryUp)
  return { stopRequested, hurry: inHurry.signal }
}

// What was in hand comes again, in another process.
function giveUp(log: Logger): never {
  log.error({ parts: whatHasNotEnded() }, 'did not end in ten seconds')
  process.exit(1)
}

function reportAndExit(error: unknown): never {
  const isFault = error instanceof ConfigurationFault
  process.stderr.write(`${isFault ? error.message : (error as Error).stack}\n`)
  process.exit(isFault ? EXIT_CONFIGURATION : 1)
}
