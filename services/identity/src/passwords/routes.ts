import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { ChangePassword, ForgotPassword, Message, RedeemResetLink, ResetPassword } from '@gatehouse/contracts'
import type { Deps } from '../deps.ts'
import { messageLocale } from '../phone-verification/message-locale.ts'
import { authenticate, signedIn } from '../plugins/authentication.ts'
import { documented, FOR_USERS } from '../plugins/documentation.ts'
import { clientAddress, originOf } from '../plugins/origin.ts'
import { changePassword } from './change-password.ts'
import { redeemResetLink } from './redeem-reset-link.ts'
import { requestReset } from './request-reset.ts'
import { resetPassword } from './reset-password.ts'

const common = { tags: ['Passwords'], response: { 200: Message } }
const Change = documented('Change the password', { ...common, ...FOR_USERS, body: ChangePassword })
const Forgot = documented('Ask for a code to the verified phone', { ...common, body: ForgotPassword })
const Reset = documented('Set a new password by the code', { ...common, body: ResetPassword })
const Redeem = documented('Set a new password by a link that support gave out', { ...common, body: RedeemResetLink })

export const passwordRoutes =
  (deps: Deps): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.post('/change-password/', { schema: Change, onRequest: authenticate(deps) }, async (request) => {
      await changePassword(deps, request.em, signedIn(request), request.body, originOf(request))
      return { message: 'Password changed' }
    })

    app.post('/forgot-password/', { schema: Forgot }, async (request) => {
      const locale = messageLocale(request.headers['accept-language'])
      await requestReset(deps, request.em, { email: request.body.email, locale, ip: clientAddress(request) })
      return { message: 'If that account has a verified phone, a code is on its way to it.' }
    })

    app.post('/reset-password/', { schema: Reset }, async (request) => {
      await resetPassword(deps, request.em, request.body, originOf(request))
      return { message: 'Password changed. Sign in with the new one.' }
    })

    app.post('/reset-password/link/', { schema: Redeem }, async (request) => {
      await redeemResetLink(deps, request.em, request.body, originOf(request))
      return { message: 'Password changed. Sign in with the new one.' }
    })
  }
