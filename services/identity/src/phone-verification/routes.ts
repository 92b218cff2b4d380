import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { CodeSent, CurrentVerification, PhoneVerified, SendPhoneVerification, VerifyPhone } from '@gatehouse/contracts'
import { showUser } from '../accounts/show-user.ts'
import type { Deps } from '../deps.ts'
import { authenticate, signedIn } from '../plugins/authentication.ts'
import { documented, FOR_USERS } from '../plugins/documentation.ts'
import { clientAddress, originOf } from '../plugins/origin.ts'
import { countCodeTry } from './count-code-try.ts'
import { findVerification } from './find-verification.ts'
import { messageLocale } from './message-locale.ts'
import { requestCode } from './request-code.ts'
import { verifyCode } from './verify-code.ts'

const common = { ...FOR_USERS, tags: ['Phone verification'] }
const Send = documented('Send a code to a phone', {
  ...common,
  body: SendPhoneVerification,
  response: { 200: CodeSent }
})
const Current = documented('How the verification stands', { ...common, response: { 200: CurrentVerification } })
const Verify = documented('Prove the phone by the code', {
  ...common,
  body: VerifyPhone,
  response: { 200: PhoneVerified }
})

export const phoneVerificationRoutes =
  (deps: Deps): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.addHook('onRequest', authenticate(deps))

    app.post('/send-phone-verification/', { schema: Send }, async (request) => {
      const locale = messageLocale(request.headers['accept-language'])
      const asked = { phoneNumber: request.body.phone_number, locale, ip: clientAddress(request) }
      return { message: 'Code sent', verification: await requestCode(deps, request.em, signedIn(request), asked) }
    })

    app.get('/phone-verification/', { schema: Current }, async (request) => ({
      verification: await findVerification(deps, request.em, signedIn(request).user.id)
    }))

    app.post('/verify-phone/', { schema: Verify }, async (request) => {
      const attempt = { code: request.body.code, origin: originOf(request) }
      const user = await countCodeTry(() => verifyCode(deps, request.em, signedIn(request), attempt))
      return { message: 'Phone verified', user: showUser(user, deps.settings.requiredFields) }
    })
  }
