import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Login, SignedIn } from '@gatehouse/contracts'
import { showProfile } from '../accounts/show-user.ts'
import type { Deps } from '../deps.ts'
import { issueTokens } from '../plugins/authentication.ts'
import { documented } from '../plugins/documentation.ts'
import { originOf } from '../plugins/origin.ts'
import { countSignIn } from './count-sign-in.ts'
import { signInWithPassword } from './sign-in-with-password.ts'

const SignIn = documented('Sign in with a password', { tags: ['Sign-in'], body: Login, response: { 200: SignedIn } })

export const signInRoutes =
  (deps: Deps): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.post('/login/', { schema: SignIn }, async (request, reply) => {
      const signIn = () => signInWithPassword(deps, request.em, request.body, originOf(request))
      const { user, credentials } = await countSignIn('password', signIn)
      const tokens = await issueTokens(deps, reply, credentials)
      const profile = showProfile(user, deps.settings.requiredFields)
      return { message: 'Signed in', ...tokens, ...profile, is_new_user: false }
    })
  }
