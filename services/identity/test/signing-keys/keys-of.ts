import type { ListedKey } from '../../src/signing-keys/list-keys.ts'
import { listKeys } from '../../src/signing-keys/list-keys.ts'
import type { KeyState } from '../../src/signing-keys/state.ts'
import type { Identity } from '../fixtures/start-identity.ts'

export const keysOf = (identity: Identity): Promise<ListedKey[]> => listKeys(identity.orm.em.fork())

/** The kids in this state, newest first. */
export const kidsOf = async (identity: Identity, state: KeyState): Promise<string[]> =>
  (await keysOf(identity)).filter((key) => key.state === state).map(({ kid }) => kid)

export const kidOf = async (identity: Identity, state: KeyState): Promise<string> => {
  const [kid, ...more] = await kidsOf(identity, state)
  if (!kid || more.length > 0) throw new Error(`${more.length + 1} keys are ${state}, or none`)
  return kid
}
