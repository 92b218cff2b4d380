import type { Logger } from '../log.ts'

/** @param endpoint of a collector (OTLP over HTTP); without one nothing is traced, and nothing loaded that could. */
export type TracingSettings = { endpoint: string | undefined; ratio: number }
export type Tracing = { stop: () => Promise<void> }

let isOn = false

/** Whether it is worth looking up what only a trace needs. */
export const isTracing = () => isOn

/**
 * Sends spans to a collector. One that is slow, away or broken costs nothing but spans: they wait in a queue that is
 * bounded, and stopping waits for it a second.
 */
export async function startTracing(
  { endpoint, ratio }: TracingSettings,
  service: string,
  log: Logger
): Promise<Tracing> {
  if (!endpoint) return { stop: async () => {} }
  const { openSdk } = await import('./open-sdk.ts')
  isOn = true
  return openSdk({ endpoint, ratio, service }, log)
}
