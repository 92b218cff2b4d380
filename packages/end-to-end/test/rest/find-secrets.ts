import type { Place } from './what-lies-at-rest.ts'

/** What must not be found, and what it is. */
export type Secret = { what: string; text: string }

const ENCODED = /[A-Za-z0-9+/_-]{16,}/g
const SIX_DIGITS = /^\d{6}$/
const LONG_NUMBER = /^\d{7,}$/
// Six digits stand in many a fraction of a second and many a hash: a code counts where it stands alone.
const LONE_CODES = /(?<![\w.])\d{6}(?!\w)/g
const LONG_NUMBERS = /\d{7,}/g

/** Where each secret lies, in clear or merely encoded, as `what in where`, sorted. */
export function findSecrets(places: Place[], secrets: Secret[]): string[] {
  const found = places.flatMap(({ name, text }) => {
    const holds = searcher(text + decoded(text))
    return secrets.filter(holds).map(({ what }) => `${what} in ${name}`)
  })
  return [...new Set(found)].sort()
}

// A long life's logs are many megabytes: they are read once for all codes and numbers, not once for each.
function searcher(text: string) {
  const codes = new Set(text.match(LONE_CODES))
  const numbers = (text.match(LONG_NUMBERS) ?? []).join(' ')
  return (secret: Secret) => {
    if (SIX_DIGITS.test(secret.text)) return codes.has(secret.text)
    return (LONG_NUMBER.test(secret.text) ? numbers : text).includes(secret.text)
  }
}

function decoded(text: string) {
  const pieces = text.match(ENCODED) ?? []
  return pieces.flatMap((piece) => [Buffer.from(piece, 'base64'), Buffer.from(piece, 'hex')].map(String)).join('\n')
}
