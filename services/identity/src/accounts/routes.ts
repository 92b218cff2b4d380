import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { AccountExport, Message, Nothing } from '@gatehouse/contracts'
import type { Deps } from '../deps.ts'
import { authenticate, signedIn } from '../plugins/authentication.ts'
import { documented, FOR_USERS } from '../plugins/documentation.ts'
import { eraseAccount } from './erase-account.ts'
import { exportAccount } from './export-account.ts'

const common = { ...FOR_USERS, tags: ['Account'] }
const Export = documented('Everything held on the account', { ...common, response: { 200: AccountExport } })
const Erase = documented('Erase the account for good (recent sign-in)', {
  ...common,
  body: Nothing,
  response: { 200: Message }
})

export const accountRoutes =
  (deps: Deps): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.addHook('onRequest', authenticate(deps))

    app.get('/account/export/', { schema: Export }, async (request, reply) => {
      reply.header('content-disposition', 'attachment; filename="account.json"')
      return exportAccount(deps, request.em, signedIn(request).user)
    })

    app.delete('/account/', { schema: Erase }, async (request) => {
      await eraseAccount(deps, request.em, signedIn(request))
      return { message: 'Account erased' }
    })
  }
