import { createHash } from 'node:crypto'
import { subkey } from '@gatehouse/platform/keys/subkey'
import type { Logger } from '@gatehouse/platform/log'
import type { Drain } from './hand-off/drain.ts'
import type { OpenProvider } from './openid/open-provider.ts'
import type { Settings } from './settings.ts'
import type { Keyring } from './signing-keys/keyring.ts'

/** What the verbs need from outside. Made in `main.ts`; tests set the clock and the settings. */
export type Deps = {
  settings: Settings
  keys: Keys
  keyring: Keyring
  relay: Pick<Drain, 'wake'>
  /** Answers what waits in the table of requests for a new password. */
  resets: Pick<Drain, 'wake'>
  /** The OpenID providers through which people sign in. */
  providers: OpenProvider[]
  now: () => Date
  log: Logger
}

/** A subkey for each use of every root secret, newest first. */
export type Keys = {
  code: NamedKey[]
  refresh: Uint8Array[]
  signing: Uint8Array[]
  openid: Uint8Array[]
  limits: Uint8Array
}
/** The name is stored beside what the key made, so that it is found again after the secret was rotated. */
export type NamedKey = { name: string; key: Uint8Array }

export function deriveKeys(secrets: Uint8Array[]): Keys {
  const all = (use: string) => secrets.map((secret) => subkey(secret, use))
  const named = (key: Uint8Array) => ({ name: createHash('sha256').update(key).digest('hex').slice(0, 8), key })
  const [limits = new Uint8Array()] = all('limits')
  return {
    code: all('code').map(named),
    refresh: all('refresh'),
    signing: all('signing-keys'),
    openid: all('openid'),
    limits
  }
}
