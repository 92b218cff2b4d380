import { disableAccount } from '../../accounts/disable-account.ts'
import { CommandRefusal } from '../../command/refusal.ts'
import { lockAccount } from '../lock-account.ts'
import type { Command } from './command.ts'
import { several } from './command.ts'

export const disableUser: Command = {
  argument: '<id, e-mail address or phone number>',
  summary: 'lets nobody into an account until it is enabled again',
  help: `From now on nobody signs in to this account by any way. All of its sessions, codes and links end at once. Gateways
that check tokens by JWKS alone accept an access token until it expires. Its holder reads of it in the account's history.`,
  run: async (deps, em, { argument }) => {
    const user = await lockAccount(em, argument)
    if (user.disabledAt) throw new CommandRefusal('the account is disabled already')
    const ended = await disableAccount(deps, em, user)
    const parts = [several(ended.sessions, 'session'), several(ended.codes, 'code'), several(ended.links, 'link')]
    return {
      target: user.id,
      details: { ...ended },
      sentence: `account ${user.id} disabled; ended: ${parts.join(', ')}`
    }
  }
}
