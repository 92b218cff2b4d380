import { invalidField } from '@gatehouse/platform/refusal'
import type { EntityManager } from '@mikro-orm/postgresql'
import type { Deps } from '../../deps.ts'
import { spend } from '../spend.ts'
import type { State } from './state.ts'
import { hashOf, openState } from './state.ts'

/** What came back from the provider, and what the browser remembers of the flow that it began. */
export type Returned = { provider: string; state: string | undefined; remembered: string | undefined }

/**
 * Takes up a redirect flow where it was left, once: the state is ours, alive, of this provider, and of the browser that
 * began. It commits by itself, so that a callback can never be repeated, whatever comes after.
 */
export async function acceptState(deps: Deps, em: EntityManager, returned: Returned): Promise<State> {
  const state = returned.state ? await openState(deps.keys.openid, returned.state) : null
  const isOfThisFlow = state?.provider === returned.provider && returned.state === returned.remembered
  if (!state || !isOfThisFlow || state.expiresAt <= deps.now().getTime() || !mayReturn(deps, state)) throw unusable()
  if (!(await spend(deps, em, { hash: hashOf(state), deadAtMs: state.expiresAt }))) throw unusable()
  return state
}

// The settings may have changed since.
const mayReturn = ({ settings }: Deps, { redirectTo }: State) =>
  redirectTo === undefined || settings.frontendRedirects.includes(redirectTo)

const unusable = () =>
  invalidField('state', 'is not of a sign-in that this browser began in the last ten minutes, or was used: begin again')
