import { enableAccount } from '../../accounts/enable-account.ts'
import { CommandRefusal } from '../../command/refusal.ts'
import { lockAccount } from '../lock-account.ts'
import type { Command } from './command.ts'

export const enableUser: Command = {
  argument: '<id, e-mail address or phone number>',
  summary: 'opens a disabled account again',
  help: `Its holder signs in as before. What ended when it was disabled stays ended.`,
  run: async (deps, em, { argument }) => {
    const user = await lockAccount(em, argument)
    if (!user.disabledAt) throw new CommandRefusal('the account is not disabled')
    const since = user.disabledAt.toISOString()
    enableAccount(deps, em, user)
    return { target: user.id, details: { disabled_since: since }, sentence: `account ${user.id} enabled` }
  }
}
