import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Register, SignedIn } from '@gatehouse/contracts'
import { showProfile } from '../accounts/show-user.ts'
import type { Deps } from '../deps.ts'
import { issueTokens } from '../plugins/authentication.ts'
import { documented } from '../plugins/documentation.ts'
import { originOf } from '../plugins/origin.ts'
import { registerAccount } from './register-account.ts'

const Create = documented('Create an account', { tags: ['Registration'], body: Register, response: { 201: SignedIn } })

export const registrationRoutes =
  (deps: Deps): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.post('/register/', { schema: Create }, async (request, reply) => {
      const { user, credentials } = await registerAccount(deps, request.em, request.body, originOf(request))
      const tokens = await issueTokens(deps, reply, credentials)
      const profile = showProfile(user, deps.settings.requiredFields)
      return reply.code(201).send({ message: 'Account created', ...tokens, ...profile, is_new_user: true })
    })
  }
