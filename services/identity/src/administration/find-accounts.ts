import type { EntityManager } from '@mikro-orm/postgresql'
import { validate as isUuid } from 'uuid'
import { UserEntity } from '../accounts/user.entity.ts'
import { CommandRefusal, EXIT } from '../command/refusal.ts'
import { readPhoneNumber } from '../phone-numbers/phone-number.ts'

// A number that was never proved may stand in any number of profiles.
const MOST = 20

/** By what an account is looked for. */
export type Sought = { by: 'id' | 'e-mail address' | 'phone number'; condition: object }

/** @throws CommandRefusal if it is neither an id nor an address nor a number */
export function readSought(written: string): Sought {
  if (isUuid(written)) return { by: 'id', condition: { id: written } }
  if (written.includes('@')) return { by: 'e-mail address', condition: { email: written.toLowerCase() } }
  return { by: 'phone number', condition: { phoneNumber: readNumber(written) } }
}

/** A number as accounts keep it; one for tests may be none that exists. */
export function readNumber(written: string): string {
  const number = readPhoneNumber(written)?.e164 ?? /^\+\d{3,19}$/.exec(written)?.[0]
  if (!number) {
    const kinds = 'an id, an e-mail address, or a phone number with its country code'
    throw new CommandRefusal(`"${written}" is not ${kinds}`, EXIT.misused)
  }
  return number
}

/** The accounts that are meant, the one that verified the number first. */
export const findAccounts = (em: EntityManager, { condition }: Sought): Promise<UserEntity[]> =>
  em.find(UserEntity, condition, { orderBy: { phoneVerified: 'desc', createdAt: 'desc', id: 'desc' }, limit: MOST })
