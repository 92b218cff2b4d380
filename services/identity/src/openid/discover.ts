import type { Metadata, Provider } from './provider.ts'
import { withoutSlash } from './provider.ts'

export const PROVIDER_TIMEOUT_MS = 5000

const ENDPOINTS = ['authorization_endpoint', 'token_endpoint', 'jwks_uri'] as const

/** Fetches what a provider says of itself. @throws if it cannot be reached, or says what cannot be true. */
export async function discover({ issuer }: Provider): Promise<Metadata> {
  const answer = await fetch(`${issuer}/.well-known/openid-configuration`, {
    signal: AbortSignal.timeout(PROVIDER_TIMEOUT_MS),
    headers: { accept: 'application/json' },
    redirect: 'error'
  })
  if (answer.status !== 200) throw new Error(`discovery answered ${answer.status}`)
  const said = (await answer.json()) as Metadata
  // A document of somebody else would have us believe somebody else's keys.
  if (typeof said?.issuer !== 'string' || withoutSlash(said.issuer) !== issuer) {
    throw new Error('the discovery document is of another issuer')
  }
  const wrong = ENDPOINTS.find((name) => !isSafe(said[name], issuer))
  if (wrong) throw new Error(`the discovery document has no usable ${wrong}`)
  return said
}

// What goes to an issuer over TLS, such as our secret, goes nowhere without.
const isSafe = (endpoint: unknown, issuer: string) =>
  typeof endpoint === 'string' &&
  URL.canParse(endpoint) &&
  (issuer.startsWith('http:') ? /^https?:/ : /^https:/).test(endpoint)
