import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Logout, Message, Refresh, Refreshed } from '@gatehouse/contracts'
import type { Deps } from '../deps.ts'
import { authenticate, issueTokens, signedIn } from '../plugins/authentication.ts'
import { documented, FOR_USERS } from '../plugins/documentation.ts'
import { endSessions } from './end-sessions.ts'
import { identityHeaders } from './identity-headers.ts'
import { refreshSession } from './refresh-session.ts'

const tags = ['Sessions']
const Renew = documented('Exchange a refresh token', { tags, body: Refresh, response: { 200: Refreshed } })
const SignOut = documented('Sign out', { ...FOR_USERS, tags, body: Logout, response: { 200: Message } })
const Verify = documented('Who a token belongs to, as headers for a gateway', {
  ...FOR_USERS,
  tags,
  response: { 200: Message }
})

export const sessionRoutes =
  (deps: Deps): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.post('/refresh/', { schema: Renew }, async (request, reply) => {
      const credentials = await refreshSession(deps, request.em, request.body.refresh_token)
      return { message: 'Token refreshed', ...(await issueTokens(deps, reply, credentials)) }
    })

    app.post('/logout/', { schema: SignOut, onRequest: authenticate(deps) }, async (request) => {
      await endSessions(deps, request.em, signedIn(request), request.body.scope ?? 'local')
      return { message: 'Signed out' }
    })

    app.get('/verify-token/', { schema: Verify, onRequest: authenticate(deps) }, async (request, reply) => {
      reply.headers(identityHeaders(signedIn(request), deps.settings.requiredFields))
      return { message: 'Token is valid' }
    })
  }
