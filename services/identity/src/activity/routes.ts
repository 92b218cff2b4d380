import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { ActivityReply } from '@gatehouse/contracts'
import type { Deps } from '../deps.ts'
import { authenticate, signedIn } from '../plugins/authentication.ts'
import { documented, FOR_USERS } from '../plugins/documentation.ts'
import { listActivity } from './list-activity.ts'

const List = documented('Sign-in history', { ...FOR_USERS, tags: ['Account'], response: { 200: ActivityReply } })

export const activityRoutes =
  (deps: Deps): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.get('/activity/', { schema: List, onRequest: authenticate(deps) }, async (request) => ({
      activity: await listActivity(request.em, signedIn(request).user.id)
    }))
  }
