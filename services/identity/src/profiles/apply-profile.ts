import type { SaveProfile } from '@gatehouse/contracts'
import { showUser } from '../accounts/show-user.ts'
import type { UserEntity } from '../accounts/user.entity.ts'
import { readPhoneNumber } from '../phone-numbers/phone-number.ts'
import type { Settings } from '../settings.ts'

type Rules = Pick<Settings, 'testNumbers' | 'requiredFields'>

/**
 * Writes the fields that were sent, and only those, on the account, as they are kept: numbers as E.164, countries in
 * capitals, amounts with two decimals, emptied fields as null. A changed number is no longer verified.
 * @returns whether the number changed
 */
export function applyProfile(user: UserEntity, sent: SaveProfile, rules: Rules): boolean {
  const before = user.phoneNumber ?? null
  Object.assign(user, names(sent), place(sent), work(sent))
  if (sent.date_of_birth !== undefined) user.dateOfBirth = sent.date_of_birth || null
  if (sent.phone_number !== undefined) user.phoneNumber = keptNumber(sent.phone_number, rules)
  const changed = (user.phoneNumber ?? null) !== before
  if (changed) user.phoneVerified = false
  if (changed) user.phoneIsTest = rules.testNumbers.has(user.phoneNumber ?? '')
  user.profileCompleted = showUser(user, rules.requiredFields).profile_completed
  return changed
}

/** A number as it is kept. */
export const keptNumber = (number: string | null, { testNumbers }: Pick<Rules, 'testNumbers'>): string | null => {
  if (!number || testNumbers.has(number)) return number || null
  return readPhoneNumber(number)?.e164 ?? null
}

/** Leaves out what was not sent, so that it is not changed. */
const given = (fields: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))

const emptied = <T>(value: T | '' | null | undefined) => (value === '' ? null : value)

const names = (sent: SaveProfile) =>
  given({
    firstName: sent.first_name === null ? '' : sent.first_name,
    lastName: sent.last_name === null ? '' : sent.last_name,
    userType: sent.user_type
  })

const place = (sent: SaveProfile) =>
  given({
    country: emptied(sent.country)?.toUpperCase() ?? emptied(sent.country),
    state: emptied(sent.state),
    city: emptied(sent.city),
    address: emptied(sent.address)
  })

const work = (sent: SaveProfile) =>
  given({
    skills: emptied(sent.skills),
    experienceLevel: sent.experience_level,
    hourlyRate: amount(emptied(sent.hourly_rate)),
    availability: sent.availability,
    bio: emptied(sent.bio)
  })

const amount = (value: number | string | null | undefined) => (value == null ? value : Number(value).toFixed(2))
