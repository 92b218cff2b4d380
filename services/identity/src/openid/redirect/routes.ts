import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { BeginSignIn, ExchangeCode, ProviderSignedIn, Redirected, ReturnFromProvider } from '@gatehouse/contracts'
import { documented } from '../../plugins/documentation.ts'
import { originOf } from '../../plugins/origin.ts'
import { welcome } from '../../plugins/welcome.ts'
import { countSignIn } from '../../sign-in/count-sign-in.ts'
import { requireSetting } from '../provider.ts'
import type { Mounted } from '../routes.ts'
import type { Opening } from '../sign-in-with-provider.ts'
import { openSessionFor, signInWithProvider } from '../sign-in-with-provider.ts'
import { verifyIdToken } from '../verify-id-token.ts'
import { acceptState } from './accept-state.ts'
import { offerExchangeCode } from './offer-exchange-code.ts'
import { redeemExchangeCode } from './redeem-exchange-code.ts'
import { wordFor } from './refused-by-provider.ts'
import { addToQuery, requireReturnAddress } from './return-address.ts'
import { nonceOf } from './state.ts'

const tags = ['Sign-in']
const Begin = documented('Go to a provider to sign in', {
  tags,
  querystring: BeginSignIn,
  response: { 302: Redirected }
})
const Return = documented('Come back from a provider', {
  tags,
  querystring: ReturnFromProvider,
  response: { 200: ProviderSignedIn, 302: Redirected }
})
const Exchange = documented('Get the session of a sign-in that came back', {
  tags,
  body: ExchangeCode,
  response: { 200: ProviderSignedIn }
})

/** A browser's way through a provider. A look ahead at a link neither begins it nor uses it up: no HEAD. */
export const redirectRoutes =
  ({ deps, provider, flow, base }: Mounted): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.addHook('onRequest', async () => requireSetting(provider.clientId))
    const forBrowsers = { exposeHeadRoute: false, onRequest: async () => requireSetting(provider.clientSecret) }

    app.get(base, { schema: Begin, ...forBrowsers }, async (request, reply) => {
      requireReturnAddress(deps.settings.frontendRedirects, request.query.redirect_to)
      return reply.redirect(await flow.begin(request, reply))
    })

    app.get(`${base}callback/`, { schema: Return, ...forBrowsers }, async (request, reply) => {
      const { state } = request.query
      const returned = { provider: provider.name, state, remembered: flow.remembered(request) }
      const { redirectTo } = await acceptState(deps, request.em, returned)
      flow.forget(reply)
      const origin = originOf(request)
      const signIn = <T>(open: Opening<T>) =>
        countSignIn(provider.name, async () => {
          const idToken = await flow.finish(request, reply)
          const proven = await verifyIdToken(deps, provider, idToken, { nonce: nonceOf(`${state}`) })
          return signInWithProvider(deps, request.em, proven, { origin }, open)
        })
      if (redirectTo === undefined) return welcome(deps, reply, await signIn(openSessionFor(deps, origin)))
      const outcome = await signIn((em, welcomed) => offerExchangeCode(deps, em, welcomed, origin)).then(
        ({ opened }) => ({ code: opened }),
        (error) => ({ error: wordFor(error) })
      )
      return reply.redirect(addToQuery(redirectTo, outcome))
    })

    app.post(`${base}exchange/`, { schema: Exchange }, async (request, reply) =>
      welcome(deps, reply, await redeemExchangeCode(deps, request.em, request.body.code))
    )
  }
