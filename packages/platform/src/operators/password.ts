import { randomBytes } from 'node:crypto'
import { hash } from '@node-rs/argon2'

// OWASP's parameters: 19 MiB, two passes, one lane. The algorithm is the library's default, argon2id.
const MEMORY_KIB = 19_456
const PASSES = 2
const LEAST_BASE64 = { salt: 22, digest: 43 }

/** As NIST asks of a password that stands alone. */
export const SHORTEST_PASSWORD = 15
export const LONGEST_PASSWORD = 128

/** 120 random bits. */
export const generatePassword = () => randomBytes(15).toString('base64url')

/** The hash of an entry of OPS_USERS: base64url, since the PHC form has commas and dollar signs, which shells expand. */
export const hashForEntry = async (password: string) =>
  Buffer.from(await hash(password, { memoryCost: MEMORY_KIB, timeCost: PASSES, parallelism: 1 })).toString('base64url')

const PHC = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,2}),p=\d{1,2}\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/

/** The PHC form, if it is one that is not weaker than ours. */
export function readHash(encoded: string): string | undefined {
  if (!/^[A-Za-z0-9_-]+$/.test(encoded)) return undefined
  const phc = Buffer.from(encoded, 'base64url').toString('latin1')
  const [, memory, passes, salt = '', digest = ''] = PHC.exec(phc) ?? []
  const isStrong = Number(memory) >= MEMORY_KIB && Number(passes) >= PASSES
  return isStrong && salt.length >= LEAST_BASE64.salt && digest.length >= LEAST_BASE64.digest ? phc : undefined
}
