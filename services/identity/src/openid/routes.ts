import cookie from '@fastify/cookie'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { ProviderSignedIn, ProviderSignIn } from '@gatehouse/contracts'
import type { Deps } from '../deps.ts'
import { documented } from '../plugins/documentation.ts'
import type { CodeFlow } from '../plugins/oauth2.ts'
import { codeFlow } from '../plugins/oauth2.ts'
import { originOf } from '../plugins/origin.ts'
import { welcome } from '../plugins/welcome.ts'
import { countSignIn } from '../sign-in/count-sign-in.ts'
import { chooseWay } from './choose-way.ts'
import type { OpenProvider } from './open-provider.ts'
import { requireSetting } from './provider.ts'
import { redirectRoutes } from './redirect/routes.ts'
import { openSessionFor, signInWithProvider } from './sign-in-with-provider.ts'
import { verifyIdToken } from './verify-id-token.ts'

const SignIn = documented('Sign in with what a provider gave the client', {
  tags: ['Sign-in'],
  body: ProviderSignIn,
  response: { 200: ProviderSignedIn }
})

/** Every provider's routes, below its name. */
export const openidRoutes =
  (deps: Deps): FastifyPluginAsyncTypebox =>
  async (app) => {
    await app.register(cookie)
    for (const provider of deps.providers) {
      const base = `/${provider.name}/`
      const flow = codeFlow(deps, provider, `${deps.settings.publicUrl}${app.prefix}${base}callback/`)
      const mounted = { deps, provider, flow, base }
      await app.register(clientRoutes(mounted))
      await app.register(redirectRoutes(mounted))
    }
  }

/** A provider, and the path below which its routes are. */
export type Mounted = { deps: Deps; provider: OpenProvider; flow: CodeFlow; base: string }

/** For a client that fetched something from the provider by itself. */
const clientRoutes =
  ({ deps, provider, flow, base }: Mounted): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.addHook('onRequest', async () => requireSetting(provider.clientId))

    app.post(base, { schema: SignIn }, async (request, reply) => {
      const { nonce, password } = request.body
      const way = chooseWay(request.body)
      if (!('idToken' in way)) requireSetting(provider.clientSecret)
      const origin = originOf(request)
      const open = openSessionFor(deps, origin)
      const signedIn = await countSignIn(provider.name, async () => {
        const idToken = 'idToken' in way ? way.idToken : await flow.exchange(way)
        const proven = await verifyIdToken(deps, provider, idToken, { nonce })
        return signInWithProvider(deps, request.em, proven, { origin, password }, open)
      })
      return welcome(deps, reply, signedIn)
    })
  }
