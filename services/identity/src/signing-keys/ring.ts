import type { PublicJwk } from './signing-key.entity.ts'

/** A key that signs, ready for use. */
export type SigningKey = { kid: string; privatePem: string }
/** All keys at one moment: the current one signs, the public halves of all verify. */
export type Ring = { current: SigningKey; publicJwks: PublicJwk[]; publicPems: Map<string, string> }
