import { findAccounts, readSought } from '../find-accounts.ts'
import type { Details } from '../operator-action.entity.ts'
import { showAccount } from '../show-account.ts'
import type { Command } from './command.ts'
import { several } from './command.ts'

export const findUser: Command = {
  argument: '<id, e-mail address or phone number>',
  summary: 'shows an account, its sessions, its phone and its last sign-ins',
  help: `Looks for an account and shows it, with its live sessions, how its phone stands, the last entries of its history
and what operators did to it. A number may stand in more than one profile: the account that verified it comes first.
The look is recorded.`,
  run: async (deps, em, { argument }) => {
    const sought = readSought(argument)
    const accounts = await findAccounts(em, sought)
    const found = []
    for (const account of accounts) found.push(await showAccount(deps, em, account))
    const sentence = `found ${several(accounts.length, 'account')} by ${sought.by}`
    return {
      target: accounts.length === 1 ? (accounts[0]?.id ?? null) : null,
      details: { by: sought.by, found: accounts.length, ...idsOf(accounts) },
      sentence,
      shown: { found },
      ...(accounts.length === 0 && { refusal: `there is no account with this ${sought.by}` })
    }
  }
}

const idsOf = (accounts: { id: string }[]): Details =>
  accounts.length > 1 ? { ids: accounts.map(({ id }) => id).join(' ') } : {}
