import type { Registry } from 'prom-client'
import { Gauge } from 'prom-client'
import { within } from '../within.ts'

const FRESH_MS = 4000
const LIMIT_MS = 750

export type Reading = { gauge: Gauge; labels?: Record<string, string>; value: number }

/** A store that has to be asked for what it knows. `gauges` are all that its readings may speak of. */
export type Source = { name: string; gauges: Gauge[]; read: () => Promise<Reading[]> }

/** @param freshMs how long an answer is good enough; @param limitMs how long a scrape waits for one */
export type Patience = { freshMs: number; limitMs: number }

/**
 * Asks stores at a scrape, but seldom, one question at a time, and not for long: however many scrape and however slow a
 * store is, it costs the service one connection. Of a store that does not answer nothing is told but that it is down.
 */
export function createSampler(
  sources: Source[],
  registry: Registry,
  patience: Patience = { freshMs: FRESH_MS, limitMs: LIMIT_MS }
) {
  const up = new Gauge({
    name: 'gatehouse_source_up',
    help: 'Whether a store answered when it was asked for its figures (1) or not (0); without an answer they are absent.',
    labelNames: ['source'],
    registers: [registry]
  })
  const refreshers = sources.map((source) => refresher(source, up, patience))
  return { refresh: async () => void (await Promise.all(refreshers.map((refresh) => refresh()))) }
}

function refresher({ name, gauges, read }: Source, up: Gauge, { freshMs, limitMs }: Patience) {
  let answeredAt = Number.NEGATIVE_INFINITY
  let asking: Promise<void> | undefined
  const show = (readings: Reading[]) => {
    gauges.forEach(clear)
    for (const { gauge, labels = {}, value } of readings) gauge.set(labels, value)
    up.set({ source: name }, 1)
    answeredAt = performance.now()
  }
  const hide = () => {
    gauges.forEach(clear)
    up.set({ source: name }, 0)
  }
  const ask = async () => {
    try {
      show(await read())
    } finally {
      asking = undefined
    }
  }
  return async () => {
    if (performance.now() - answeredAt < freshMs) return
    asking ??= ask()
    await within(limitMs, name, asking).catch(hide)
  }
}

// A gauge without labels would be reset to 0, as if the store had said so.
function clear(gauge: Gauge) {
  gauge.reset()
  gauge.remove({})
}
