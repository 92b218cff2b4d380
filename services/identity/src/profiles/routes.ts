import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { ProfileReply, ProfileSaved, SaveProfile } from '@gatehouse/contracts'
import type { FastifyRequest } from 'fastify'
import { showProfile } from '../accounts/show-user.ts'
import type { Deps } from '../deps.ts'
import { authenticate, signedIn } from '../plugins/authentication.ts'
import { documented, FOR_USERS } from '../plugins/documentation.ts'
import { saveProfile } from './save-profile.ts'

const common = { ...FOR_USERS, tags: ['Profile'] }
const Show = documented('The signed-in account', { ...common, response: { 200: ProfileReply } })
const Save = documented('Save profile fields', { ...common, body: SaveProfile, response: { 200: ProfileSaved } })

export const profileRoutes =
  (deps: Deps): FastifyPluginAsyncTypebox =>
  async (app) => {
    const { requiredFields } = deps.settings
    app.addHook('onRequest', authenticate(deps))

    const show = async (request: FastifyRequest) => showProfile(signedIn(request).user, requiredFields)
    app.get('/profile/', { schema: Show }, show)
    app.get('/get-profile/', { schema: Show }, show)

    const save = async (request: FastifyRequest<{ Body: SaveProfile }>) => {
      const user = await saveProfile(deps, request.em, signedIn(request), request.body)
      const message = user.profileCompleted ? 'Profile completed successfully' : 'Profile saved'
      return { message, ...showProfile(user, requiredFields) }
    }
    app.post('/complete-profile/', { schema: Save }, save)
    app.patch('/profile/', { schema: Save }, save)
  }
