import { CommandRefusal, EXIT } from '../../command/refusal.ts'
import { issueResetLink } from '../../passwords/issue-reset-link.ts'
import { lockAccount } from '../lock-account.ts'
import type { Command } from './command.ts'

export const resetLink: Command = {
  argument: '<id, e-mail address or phone number>',
  summary: 'prints a token with which the holder of an account sets a new password, once',
  help: `For somebody who has neither the password nor the phone, after you made sure who they are: whoever gets the token gets
the account. It lives 30 minutes and works once; one that was given out before is worthless from then on. A new password
by any way ends it. Only its hash is kept. All sessions end when it is used.

This service has no page for people. Without --page you get the token, and the route to which a client sends it
together with the new password. With it you get the address of your frontend's page, with the token behind the # (which
browsers send to no server): that page has to read it there and to call the route.

  --page <url>      the page of your frontend, https (http only on this machine)`,
  options: { page: { type: 'string' } },
  run: async (deps, em, { argument, options }) => {
    const page = options.page === undefined ? undefined : readPage(options.page)
    const user = await lockAccount(em, argument)
    if (user.disabledAt) throw new CommandRefusal('the account is disabled: enable it first')
    const { token, expiresAt, replaced } = await issueResetLink(deps, em, user)
    const link = page && { link: `${page}#token=${token}` }
    const shown = { token, expires_at: expiresAt.toISOString(), route: routeOf(deps.settings.publicUrl), ...link }
    return { target: user.id, details: { replaced }, sentence: `reset link made for account ${user.id}`, shown }
  }
}

const routeOf = (publicUrl: string) => `POST ${publicUrl}/api/auth/reset-password/link/ {"token", "new_password"}`

function readPage(written: string): string {
  const url = URL.canParse(written) ? new URL(written) : undefined
  const isLocal = url?.protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
  if (!url || written.includes('#') || !(url.protocol === 'https:' || isLocal)) {
    throw new CommandRefusal('--page wants the https address of a page, without a #', EXIT.misused)
  }
  return url.href
}
