import { describe, say } from '@gatehouse/platform/command/say'

/**
 * Aborts on the first Ctrl-C, SIGTERM, closed terminal or end of the process that started us. Later ones change
 * nothing: npm passes a Ctrl-C on that the terminal has sent already, so that one key press arrives twice.
 */
export function stopRequest(): AbortSignal {
  const request = new AbortController()
  const stop = () => request.abort()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop)
  process.on('disconnect', stop)
  // Our own faults too: whatever runs below us is ended in order.
  process.on('uncaughtException', (error) => {
    process.exitCode = 1
    say(describe(error))
    stop()
  })
  // A terminal that has gone must not turn an orderly stop into a crash.
  process.stdout.on('error', () => {})
  process.stderr.on('error', () => {})
  return request.signal
}

/** Whatever comes first: the work's result, or the stop request as a rejection. */
export function unlessStopped<T>(work: Promise<T>, stop: AbortSignal): Promise<T> {
  if (stop.aborted) return Promise.reject(stop.reason)
  const { promise, reject } = Promise.withResolvers<never>()
  const refuse = () => reject(stop.reason)
  stop.addEventListener('abort', refuse, { once: true })
  return Promise.race([work, promise]).finally(() => stop.removeEventListener('abort', refuse))
}
