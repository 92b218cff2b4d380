import jwt from '@fastify/jwt'
import type { TokenPair } from '@gatehouse/contracts'
import { Refusal } from '@gatehouse/platform/refusal'
import type { FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import type { Deps } from '../deps.ts'
import type { Session } from '../sessions/find-session.ts'
import { findSession } from '../sessions/find-session.ts'
import type { Credentials } from '../sessions/open-session.ts'

const CACHED_VERIFICATIONS = 1000
const ALGORITHM = 'ES256'
// The library asks for a key even so.
const NAMED_AT_EACH_SIGNING = 'none'

declare module 'fastify' {
  interface FastifyRequest {
    session: Session | null
  }
}

/** Access tokens: signed by the current key, verified by any of ours, for us as issuer and audience only. */
export const accessTokens = fp<{ deps: Deps }>(
  async (app, { deps }) => {
    const { publicUrl, accessTokenTtl } = deps.settings
    app.decorateRequest('session', null)
    await app.register(jwt, {
      secret: {
        private: async () => NAMED_AT_EACH_SIGNING,
        public: async (_request: FastifyRequest, token: jwt.TokenOrHeader) =>
          publicKey(deps, 'header' in token ? token.header.kid : token.kid)
      },
      decode: { complete: true },
      sign: { algorithm: ALGORITHM, iss: publicUrl, aud: publicUrl, expiresIn: accessTokenTtl },
      verify: {
        algorithms: [ALGORITHM],
        allowedIss: publicUrl,
        allowedAud: publicUrl,
        requiredClaims: ['sub', 'sid', 'iss', 'aud', 'exp'],
        complete: true,
        cache: CACHED_VERIFICATIONS
      }
    })
  },
  { name: 'access-tokens', dependencies: ['unit-of-work'] }
)

async function publicKey({ keyring }: Deps, kid: string | undefined): Promise<string> {
  const key = await keyring.publicKey(kid)
  if (!key) throw new Refusal('token_invalid')
  return key
}

type VerifiedToken = { header: { kid: string }; payload: { sid: string } }

/** A hook that lets only a live session through. The token is verified first; the session is read on every request. */
export const authenticate = (deps: Deps) => async (request: FastifyRequest) => {
  const { header, payload } = await request.jwtVerify<VerifiedToken>().catch(refuseToken)
  request.session = await findSession(deps, request.em, payload.sid, header.kid)
}

// Whatever is wrong with a token is the caller's fault, a foreign algorithm too, which the library reports as its own.
// Anything else, such as a database that cannot give the keys, is not.
function refuseToken(error: Error & { code?: string }): never {
  if (!/^(FST|FAST)_JWT_/.test(error.code ?? '')) throw error
  throw new Refusal(error.code === 'FST_JWT_AUTHORIZATION_TOKEN_EXPIRED' ? 'token_expired' : 'token_invalid')
}

/** The session of an authenticated request, with its user. */
export function signedIn(request: FastifyRequest): Session {
  if (!request.session) throw new Refusal('token_invalid')
  return request.session
}

/** Signs an access token and hands both tokens to the client. */
export async function issueTokens(deps: Deps, reply: FastifyReply, credentials: Credentials): Promise<TokenPair> {
  // Named and used from one look at the keys: between two, another one may have become the current.
  const { kid, privatePem: key } = await deps.keyring.current()
  const token = await reply.jwtSign({ sub: credentials.userId, sid: credentials.sessionId }, { sign: { kid, key } })
  const expires_in = deps.settings.accessTokenTtl
  return { token, refresh_token: credentials.refreshToken, token_type: 'Bearer', expires_in }
}
