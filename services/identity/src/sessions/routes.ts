import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import {
  Logout,
  Message,
  Nothing,
  Reauthenticate,
  Refresh,
  Refreshed,
  SessionList,
  SessionName
} from '@gatehouse/contracts'
import type { Deps } from '../deps.ts'
import { authenticate, issueTokens, signedIn } from '../plugins/authentication.ts'
import { documented, FOR_USERS } from '../plugins/documentation.ts'
import { originOf } from '../plugins/origin.ts'
import { endSession, endSessions } from './end-sessions.ts'
import { identityHeaders } from './identity-headers.ts'
import { listSessions } from './list-sessions.ts'
import { reauthenticate } from './reauthenticate.ts'
import { refreshSession } from './refresh-session.ts'

const tags = ['Sessions']
const common = { ...FOR_USERS, tags, response: { 200: Message } }
const Renew = documented('Exchange a refresh token', { tags, body: Refresh, response: { 200: Refreshed } })
const SignOut = documented('Sign out', { ...common, body: Logout })
const List = documented('Where the account is signed in', { ...common, response: { 200: SessionList } })
const End = documented('Sign out elsewhere', { ...common, params: SessionName, body: Nothing })
const Confirm = documented('Prove again who is there, before a sensitive change', { ...common, body: Reauthenticate })
const Verify = documented('Who a token belongs to, as headers for a gateway', common)

export const sessionRoutes =
  (deps: Deps): FastifyPluginAsyncTypebox =>
  async (app) => {
    const onRequest = authenticate(deps)

    app.post('/refresh/', { schema: Renew }, async (request, reply) => {
      const credentials = await refreshSession(deps, request.em, request.body.refresh_token, originOf(request))
      return { message: 'Token refreshed', ...(await issueTokens(deps, reply, credentials)) }
    })

    app.post('/logout/', { schema: SignOut, onRequest }, async (request) => {
      await endSessions(deps, request.em, signedIn(request), request.body.scope ?? 'local')
      return { message: 'Signed out' }
    })

    app.get('/sessions/', { schema: List, onRequest }, async (request) => ({
      sessions: await listSessions(deps, request.em, signedIn(request))
    }))

    app.delete('/sessions/:id/', { schema: End, onRequest }, async (request) => {
      await endSession(deps, request.em, signedIn(request), request.params.id)
      return { message: 'Session ended' }
    })

    app.post('/reauthenticate/', { schema: Confirm, onRequest }, async (request) => {
      await reauthenticate(deps, request.em, signedIn(request), { ...request.body, origin: originOf(request) })
      return { message: 'Confirmed. Sensitive changes are open for five minutes.' }
    })

    app.get('/verify-token/', { schema: Verify, onRequest }, async (request, reply) => {
      reply.headers(identityHeaders(signedIn(request), deps.settings.requiredFields))
      return { message: 'Token is valid' }
    })
  }
