import type { EntityManager } from '@mikro-orm/postgresql'
import { UserEntity } from '../../accounts/user.entity.ts'
import { CommandRefusal } from '../../command/refusal.ts'
import { releaseNumber } from '../../phone-verification/release-number.ts'
import { readNumber } from '../find-accounts.ts'
import { lockById } from '../lock-account.ts'
import type { Details } from '../operator-action.entity.ts'
import { showAccount } from '../show-account.ts'
import type { Command } from './command.ts'
import { several } from './command.ts'

export const releasePhone: Command = {
  argument: '<phone number>',
  summary: 'takes a number that changed hands from the account that had verified it',
  help: `Without --from it shows who holds the number, and changes nothing. With it, the number is no longer verified there: its
new owner can verify it, and can no longer set the password of that account. It stays in the profile until its holder
changes it. The holder reads of it in the account's history.

  --from <id>       the account that holds it, as this command showed it`,
  options: { from: { type: 'string' } },
  run: async (deps, em, { argument, options }) => {
    const number = readNumber(argument)
    const found = await em.findOne(UserEntity, heldBy(number))
    if (!found) throw new CommandRefusal('no account has verified this number')
    if (options.from === undefined) {
      const refusal = `nothing was changed: to release the number, give --from ${found.id}`
      const shown = { holder: await showAccount(deps, em, found) }
      const details: Details = { released: false }
      return { target: found.id, details, sentence: `held by account ${found.id}`, shown, refusal }
    }
    const holder = await lockHolder(em, number, found, options.from)
    const codes = await releaseNumber(deps, em, holder)
    const sentence = `number released from account ${holder.id}; ${several(codes, 'code')} on the way to it cancelled`
    return { target: holder.id, details: { released: true, codes }, sentence }
  }
}

// Numbers for tests belong to nobody.
const heldBy = (phoneNumber: string) => ({ phoneNumber, phoneVerified: true, phoneIsTest: false })

async function lockHolder(em: EntityManager, number: string, { id }: UserEntity, from: string) {
  if (id !== from.toLowerCase())
    throw new CommandRefusal('another account holds the number: look again, without --from')
  const holder = await lockById(em, id)
  if (!holder.phoneVerified || holder.phoneNumber !== number) {
    throw new CommandRefusal('the account gave the number up just now')
  }
  return holder
}
