import { createHash, randomBytes } from 'node:crypto'
import { seal, unseal } from '@gatehouse/platform/keys/seal'

/** A browser has so long to come back from the provider. */
export const STATE_TTL_MS = 600_000

/** What a redirect flow remembers on its way through the provider. Only we can read or make one. */
export type State = { id: string; provider: string; redirectTo?: string; expiresAt: number }

export const sealState = (keys: Uint8Array[], begun: Pick<State, 'provider' | 'redirectTo'>, now: Date) =>
  seal(keys, { ...begun, id: randomBytes(16).toString('base64url'), expiresAt: now.getTime() + STATE_TTL_MS })

/** @returns the state, however old, or null if we did not make it. */
export async function openState(keys: Uint8Array[], sealed: string): Promise<State | null> {
  return (await unseal(keys, sealed).catch(() => null)) as State | null
}

/** The nonce of a flow. It follows from the state, which nobody can guess, so that nothing needs to be kept. */
export const nonceOf = (sealed: string) => createHash('sha256').update(`nonce|${sealed}`).digest('base64url')

/** Under which a state is spent. */
export const hashOf = ({ id }: State) => createHash('sha256').update(`state|${id}`).digest()
