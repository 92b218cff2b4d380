import type { Deps } from '../deps.ts'
import { google } from './google.ts'
import type { OpenProvider } from './open-provider.ts'
import { openProvider } from './open-provider.ts'

/** Every OpenID provider through which people sign in. Another one is another file like `google.ts`. */
export const openProviders = (deps: Pick<Deps, 'settings' | 'now' | 'log'>): OpenProvider[] =>
  [google].map((describe) => openProvider(deps, describe(deps.settings)))
