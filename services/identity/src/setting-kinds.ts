import { PROFILE_FIELDS } from '@gatehouse/contracts'
import { listOf, secrets } from '@gatehouse/platform/config/settings'
import { whereAlpha2 } from 'iso-3166-1'

/** Root secrets, from each of which the keys for every use are derived. */
export const identitySecrets = secrets({ atLeast: 32 })

/** Numbers with a fixed code. The last one wins if a number stands twice. */
export const testNumbers = listOf('numbers and codes such as +1234567890:123456', (item) => {
  const [, number, code] = /^(\+\d{3,19}):(\d{6})$/.exec(item) ?? []
  return number && code ? ([number, code] as const) : undefined
})

export const completionFields = listOf(Object.keys(PROFILE_FIELDS).join(', '), (item) =>
  Object.hasOwn(PROFILE_FIELDS, item) ? item : undefined
)

export const countries = listOf('two-letter country codes such as US,DE', (item) => whereAlpha2(item)?.alpha2)

/** Where a redirect flow may return to: whole URLs, also an app's own scheme. A fragment would swallow the code. */
export const returnAddresses = listOf('URLs such as https://app.example.com/signed-in', (item) => {
  const url = URL.canParse(item) ? new URL(item) : undefined
  const isDangerous = !url || /^(javascript|data|vbscript|file|blob):$/.test(url.protocol)
  return isDangerous || item.includes('#') || /\s/.test(item) ? undefined : item
})

/** Browser origins: scheme, host and port, nothing behind. */
export const origins = listOf('origins such as https://app.example.com', (item) =>
  URL.canParse(item) && new URL(item).origin === item ? item : undefined
)
