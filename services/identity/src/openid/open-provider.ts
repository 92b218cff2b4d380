import { Refusal } from '@gatehouse/platform/refusal'
import type { JWTVerifyGetKey } from 'jose'
import type { Deps } from '../deps.ts'
import { discover } from './discover.ts'
import type { Metadata, Provider } from './provider.ts'
import { providerKeys } from './provider-keys.ts'

const FRESH_MS = 3600_000
const RETRY_MS = 60_000

/** A provider with what it said of itself. */
export type OpenProvider = Provider & { discovered: () => Promise<Discovered> }
export type Discovered = { metadata: Metadata; keyOf: JWTVerifyGetKey }

/**
 * Asks the provider for its metadata when they are first needed: one that is away stops nothing at the start, is asked
 * again by the next who needs it, and works as soon as it is back. Metadata once known are renewed in the background,
 * and kept while they cannot be.
 */
export function openProvider({ now, log }: Pick<Deps, 'now' | 'log'>, provider: Provider): OpenProvider {
  let known: Discovered | undefined
  let freshUntil = 0
  let asking: Promise<Discovered> | undefined

  async function ask(): Promise<Discovered> {
    const metadata = await discover(provider)
    freshUntil = now().getTime() + FRESH_MS
    const isSame = known && JSON.stringify(known.metadata) === JSON.stringify(metadata)
    known = known && isSame ? known : { metadata, keyOf: providerKeys(now, metadata.jwks_uri) }
    return known
  }

  function fail(error: Error): never {
    freshUntil = now().getTime() + RETRY_MS
    log.warn({ provider: provider.name, reason: reasonOf(error) }, 'the provider could not be asked for its metadata')
    throw new Refusal('unavailable')
  }

  // One request for all who wait.
  function askOnce() {
    asking ??= ask()
      .catch(fail)
      .finally(() => {
        asking = undefined
      })
    return asking
  }

  return {
    ...provider,
    discovered: async () => {
      if (!known) return askOnce()
      if (now().getTime() >= freshUntil) askOnce().catch(() => {})
      return known
    }
  }
}

const reasonOf = ({ message, cause }: Error) => (cause instanceof Error ? cause.message : message)
