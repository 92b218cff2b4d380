import { defineEntity, p } from '@mikro-orm/postgresql'

const SigningKeySchema = defineEntity({
  name: 'SigningKeyEntity',
  tableName: 'signing_keys',
  properties: {
    id: p.string().length(64).primary(),
    publicJwk: p.json().$type<PublicJwk>(),
    sealedPrivateJwk: p.text(),
    createdAt: p.datetime(),
    currentSince: p.datetime().nullable(),
    retiredAt: p.datetime().nullable()
  }
})

export type PublicJwk = { kty: 'EC'; crv: 'P-256'; x: string; y: string; kid: string; alg: 'ES256'; use: 'sig' }

/**
 * A key pair of the access tokens. Its private half is sealed under a subkey of `IDENTITY_SECRET`, and empty once the
 * key will sign no more.
 */
export class SigningKeyEntity extends SigningKeySchema.class {}
SigningKeySchema.setClass(SigningKeyEntity)
