import { Refusal } from '@gatehouse/platform/refusal'

/** What we must know of an OpenID provider. Everything else it says itself, in its discovery document. */
export type Provider = {
  /** Stands in routes, tables and answers. */
  name: string
  issuer: string
  /** Further spellings of the issuer that its tokens may carry. */
  otherIssuers: string[]
  scopes: string[]
  /** Empty: the provider is not set up here. */
  clientId: string
  /** Empty: only ID tokens are taken, no codes. */
  clientSecret: string
}

/** The discovery document of a provider, as far as we use it. */
export type Metadata = {
  issuer: string
  authorization_endpoint: string
  token_endpoint: string
  jwks_uri: string
  token_endpoint_auth_methods_supported?: string[]
}

/** Whether a token that names this issuer may be the provider's. */
export const isIssuedBy = ({ issuer, otherIssuers }: Provider, named: string | undefined) =>
  named !== undefined && [issuer, ...otherIssuers].includes(withoutSlash(named))

/** Providers differ on whether their issuer ends with a slash; a setting has none. */
export const withoutSlash = (issuer: string) => issuer.replace(/\/$/, '')

/** Refuses a way of signing in for which something was not set up. */
export function requireSetting(setting: string) {
  if (!setting) throw new Refusal('provider_not_configured')
}
