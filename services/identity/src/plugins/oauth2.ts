import type { OAuth2Namespace } from '@fastify/oauth2'
import oauth2 from '@fastify/oauth2'
import type { ReturnFromProvider } from '@gatehouse/contracts'
import { invalidField, Refusal } from '@gatehouse/platform/refusal'
import type { FastifyReply, FastifyRequest } from 'fastify'
import Fastify from 'fastify'
import type { Deps } from '../deps.ts'
import { PROVIDER_TIMEOUT_MS } from '../openid/discover.ts'
import { errorWord } from '../openid/error-word.ts'
import type { OpenProvider } from '../openid/open-provider.ts'
import type { Metadata, Provider } from '../openid/provider.ts'
import type { ProviderCode } from '../openid/read-token-answer.ts'
import { readTokenAnswer } from '../openid/read-token-answer.ts'
import { RefusedByProvider } from '../openid/redirect/refused-by-provider.ts'
import { nonceOf, STATE_TTL_MS, sealState } from '../openid/redirect/state.ts'

type Client = OAuth2Namespace & { oauth2: { getToken: (params: object) => Promise<{ token: object }> } }

/** The ways of a browser through a provider: state, PKCE and nonce, tied to the browser by cookies. */
export type CodeFlow = ReturnType<typeof codeFlow>

/** @param callbackUri where the provider sends browsers back to: the very text that it was told when we were set up. */
export function codeFlow(deps: Deps, provider: OpenProvider, callbackUri: string) {
  const cookies = cookiesOf(provider, callbackUri)
  let built: { from: Metadata; client: Promise<Client> } | undefined

  // The library reads its endpoints once, when it is registered: so that is done when they are known, and again when
  // they have changed, in an instance of its own.
  async function client(): Promise<Client> {
    const { metadata } = await provider.discovered()
    if (built?.from !== metadata)
      built = { from: metadata, client: build(deps, provider, metadata, cookies, callbackUri) }
    return built.client
  }

  const read = (answer: Promise<{ token: object }>) => readTokenAnswer(deps, provider, answer)
  return {
    /** What this browser remembers of the flow that it began. */
    remembered: (request: FastifyRequest) => request.cookies[cookies.state],

    forget: (reply: FastifyReply) => {
      for (const name of [cookies.state, cookies.verifier]) reply.clearCookie(name, cookies.options)
    },

    /** Where the browser is to go. It is given the cookies with which it comes back. */
    begin: async (request: FastifyRequest, reply: FastifyReply): Promise<string> => {
      const uri = new URL(await (await client()).generateAuthorizationUri(request, reply))
      uri.searchParams.set('nonce', nonceOf(`${uri.searchParams.get('state')}`))
      return uri.href
    },

    /** The ID token for the code with which this browser came back. */
    finish: async (request: FastifyRequest, reply: FastifyReply): Promise<string> => {
      const { code, error } = request.query as ReturnFromProvider
      if (error !== undefined) throw new RefusedByProvider(errorWord(error) ?? 'server_error')
      if (!code) throw invalidField('code', 'is required')
      if (!request.cookies[cookies.verifier]) throw new Refusal('invalid_code')
      return read((await client()).getAccessTokenFromAuthorizationCodeFlow(request, reply))
    },

    /** The ID token for a code that a client fetched by itself. */
    exchange: async (code: ProviderCode): Promise<string> => read((await client()).oauth2.getToken(code))
  }
}

type Cookies = ReturnType<typeof cookiesOf>

// With the prefix no other host of the domain can plant them: whoever could would sign people in to his own account.
function cookiesOf({ name }: Provider, callbackUri: string) {
  const secure = callbackUri.startsWith('https:')
  const prefix = secure ? '__Host-' : ''
  const options = { path: '/', httpOnly: true, sameSite: 'lax', secure, maxAge: STATE_TTL_MS / 1000 } as const
  return { state: `${prefix}${name}-state`, verifier: `${prefix}${name}-verifier`, options }
}

async function build(deps: Deps, provider: Provider, metadata: Metadata, cookies: Cookies, callbackUri: string) {
  const app = Fastify()
  await app.register(oauth2, {
    name: 'provider',
    scope: provider.scopes,
    credentials: {
      client: { id: provider.clientId, secret: provider.clientSecret },
      auth: endpointsOf(metadata),
      options: { authorizationMethod: wantsSecretInBody(metadata) ? 'body' : 'header' },
      http: { timeout: PROVIDER_TIMEOUT_MS }
    },
    callbackUri,
    pkce: 'S256',
    userAgent: false,
    cookie: cookies.options,
    redirectStateCookieName: cookies.state,
    verifierCookieName: cookies.verifier,
    generateStateFunction: (request: FastifyRequest) => {
      const { redirect_to: redirectTo } = request.query as { redirect_to?: string }
      return sealState(deps.keys.openid, { provider: provider.name, redirectTo }, deps.now())
    },
    checkStateFunction: (request: FastifyRequest) =>
      (request.query as { state?: string }).state === request.cookies[cookies.state]
  })
  return app.oauth2Provider as Client
}

function endpointsOf({ authorization_endpoint, token_endpoint }: Metadata) {
  const [authorize, token] = [new URL(authorization_endpoint), new URL(token_endpoint)]
  return {
    authorizeHost: authorize.origin,
    authorizePath: authorize.pathname + authorize.search,
    tokenHost: token.origin,
    tokenPath: token.pathname + token.search
  }
}

// A provider that says nothing takes it in the header.
const wantsSecretInBody = ({ token_endpoint_auth_methods_supported: methods = [] }: Metadata) =>
  methods.includes('client_secret_post') && !methods.includes('client_secret_basic')
