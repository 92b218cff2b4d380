import { countOutcome } from '@gatehouse/platform/metrics/outcomes'
import { Counter } from 'prom-client'

const tries = new Counter({
  name: 'gatehouse_code_tries_total',
  help: 'Codes that were typed in to prove a phone, by outcome (success, or the code of the refusal).',
  labelNames: ['outcome']
})

/** Does what `work` does, and counts how the try ended. */
export const countCodeTry = <T>(work: () => Promise<T>): Promise<T> => countOutcome(tries, {}, work)
