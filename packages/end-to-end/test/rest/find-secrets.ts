import type { Place } from './what-lies-at-rest.ts'

/** What must not be found, and what it is. */
export type Secret = { what: string; text: string }

const ENCODED = /[A-Za-z0-9+/_-]{16,}/g
const SIX_DIGITS = /^\d{6}$/

/** Where each secret lies, in clear or merely encoded, as `what in where`, sorted. */
export function findSecrets(places: Place[], secrets: Secret[]): string[] {
  const found = places.flatMap(({ name, text }) => {
    const searched = text + decoded(text)
    return secrets.filter((secret) => holds(searched, secret)).map(({ what }) => `${what} in ${name}`)
  })
  return [...new Set(found)].sort()
}

// Six digits stand in many a fraction of a second and many a hash: a code counts where it stands alone.
const holds = (text: string, secret: Secret) =>
  SIX_DIGITS.test(secret.text) ? new RegExp(`(?<![\\w.])${secret.text}(?!\\w)`).test(text) : text.includes(secret.text)

function decoded(text: string) {
  const pieces = text.match(ENCODED) ?? []
  return pieces.flatMap((piece) => [Buffer.from(piece, 'base64'), Buffer.from(piece, 'hex')].map(String)).join('\n')
}
