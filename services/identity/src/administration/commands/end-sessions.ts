import { recordActivity } from '../../activity/record-activity.ts'
import { endSessionsOf } from '../../sessions/end-sessions.ts'
import { BY_OPERATOR } from '../../sessions/open-session.ts'
import { lockAccount } from '../lock-account.ts'
import type { Command } from './command.ts'
import { several } from './command.ts'

export const endUsersSessions: Command = {
  argument: '<id, e-mail address or phone number>',
  summary: 'signs an account out everywhere',
  help: `All of its access and refresh tokens are refused from now on. Its holder can sign in again, and so can whoever knows
the password: to keep somebody out, disable the account or give its holder a reset link.`,
  run: async (deps, em, { argument }) => {
    const user = await lockAccount(em, argument)
    const sessions = await endSessionsOf(deps, em, user.id)
    recordActivity(deps, em, user.id, { event: 'session_end', ...BY_OPERATOR })
    return {
      target: user.id,
      details: { sessions },
      sentence: `account ${user.id}: ${several(sessions, 'session')} ended`
    }
  }
}
