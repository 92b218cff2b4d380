import type { Claims } from './claims.ts'

/** Somebody at a provider who holds an address, as the provider says and has verified. */
export type Person = { provider: string; claims: Claims; email: string }
