import { createHash, randomBytes } from 'node:crypto'

/** Long enough to be read to somebody on the telephone and typed. */
export const RESET_LINK_TTL_MS = 30 * 60_000

/** Nobody guesses it, so that nothing needs to count the tries. */
export const newToken = () => randomBytes(32).toString('base64url')

export const hashOf = (token: string) => createHash('sha256').update(`reset-link|${token}`).digest()
