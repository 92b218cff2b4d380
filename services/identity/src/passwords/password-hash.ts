import { availableParallelism } from 'node:os'
import { Refusal } from '@gatehouse/platform/refusal'
import { hash, verify } from '@node-rs/argon2'
import pLimit from 'p-limit'
import { Counter, Gauge } from 'prom-client'
import { normalise } from './normalise.ts'

// OWASP's parameters: 19 MiB, two passes, one lane. The algorithm is the library's default, argon2id.
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }
const CURRENT = `$argon2id$v=19$m=${PARAMETERS.memoryCost},t=${PARAMETERS.timeCost},p=${PARAMETERS.parallelism}$`
const MAX_WAITING = 100

// A hash costs 20 ms of a core and 19 MiB. More at once than cores only makes all of them late.
const bounded = pLimit(availableParallelism())

new Gauge({
  name: 'gatehouse_password_hashes_waiting',
  help: `Password hashes that wait for a core; beyond ${MAX_WAITING} they are refused.`,
  collect() {
    this.set(bounded.pendingCount)
  }
})
const refused = new Counter({
  name: 'gatehouse_password_hashes_refused_total',
  help: 'Password hashes that were refused because too many waited.'
})

async function work<T>(task: () => Promise<T>): Promise<T> {
  if (bounded.pendingCount >= MAX_WAITING) {
    refused.inc()
    throw new Refusal('overloaded', { retry_after: 2 })
  }
  return bounded(task)
}

export const hashPassword = (password: string) => work(() => hash(normalise(password), PARAMETERS))

/** Whether a stored hash was made with parameters that are no longer ours. */
export const isOutdated = (stored: string) => !stored.startsWith(CURRENT)

let decoy: Promise<string> | undefined

/** Compares. Without a stored hash it does the same work against a decoy, so that time tells nothing of the account. */
export async function matchesPassword(stored: string | null | undefined, password: string): Promise<boolean> {
  decoy ??= hash('no account has this password', PARAMETERS)
  const against = stored ?? (await decoy)
  const matches = await work(() => verify(against, normalise(password)))
  return matches && stored != null
}
