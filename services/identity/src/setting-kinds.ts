import { PROFILE_FIELDS } from '@gatehouse/contracts'
import { setting } from '@gatehouse/platform/config/settings'

const items = (input: string) => input.split(',').map((item) => item.trim())

/** `+1234567890:123456,…`: numbers with a fixed code. */
export const testNumbers = setting('a comma-separated list such as +1234567890:123456', (input) => {
  const pairs = items(input).map((item) => /^(\+\d{3,19}):(\d{6})$/.exec(item))
  return pairs.every((pair) => pair !== null)
    ? new Map(pairs.map(([, number, code]) => [`${number}`, `${code}`]))
    : undefined
})

export const completionFields = setting(
  `a comma-separated list of ${Object.keys(PROFILE_FIELDS).join(', ')}`,
  (input) => (items(input).every((field) => Object.hasOwn(PROFILE_FIELDS, field)) ? items(input) : undefined)
)
