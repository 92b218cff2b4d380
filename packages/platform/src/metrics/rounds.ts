import { Gauge } from 'prom-client'

const lastSuccess = new Gauge({
  name: 'gatehouse_sweep_last_success_timestamp_seconds',
  help: 'When a round of this sweep last ended well, or since when the process waits for the first.',
  labelNames: ['sweep']
})
const interval = new Gauge({
  name: 'gatehouse_sweep_interval_seconds',
  help: 'How often this sweep is to run.',
  labelNames: ['sweep']
})

/** Does what `work` does, and lets the metrics tell when it last succeeded. */
export function watchRounds(sweep: string, everyMs: number, work: () => Promise<void>): () => Promise<void> {
  interval.set({ sweep }, everyMs / 1000)
  lastSuccess.set({ sweep }, Date.now() / 1000)
  return async () => {
    await work()
    lastSuccess.set({ sweep }, Date.now() / 1000)
  }
}
