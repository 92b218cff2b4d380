import type { Counter } from 'prom-client'
import { Refusal } from '../refusal.ts'

/** Counts how something ended: `success`, the code of a refusal, or `error`. */
export async function countOutcome<T>(
  counter: Counter,
  labels: Record<string, string>,
  work: () => Promise<T>
): Promise<T> {
  try {
    const done = await work()
    counter.inc({ ...labels, outcome: 'success' })
    return done
  } catch (error) {
    counter.inc({ ...labels, outcome: error instanceof Refusal ? error.code : 'error' })
    throw error
  }
}
