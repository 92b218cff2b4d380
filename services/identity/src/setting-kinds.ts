import { PROFILE_FIELDS } from '@gatehouse/contracts'
import { setting } from '@gatehouse/platform/config/settings'
import ipaddr from 'ipaddr.js'
import { whereAlpha2 } from 'iso-3166-1'

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

const each = <T>(input: string, read: (item: string) => T | undefined): T[] | undefined => {
  const values = items(input).map(read)
  return values.every((value) => value !== undefined) ? (values as T[]) : undefined
}

const isNetwork = (item: string) => (item.includes('/') ? ipaddr.isValidCIDR(item) : ipaddr.isValid(item))

/** Networks whose forwarding headers are believed. */
export const networks = setting('a comma-separated list of addresses or CIDRs such as 10.0.0.0/8', (input) =>
  each(input, (item) => (isNetwork(item) ? item : undefined))
)

export const countries = setting('a comma-separated list of two-letter country codes such as US,DE', (input) =>
  each(input, (item) => whereAlpha2(item)?.alpha2)
)

/** Browser origins: scheme, host and port, nothing behind. */
export const origins = setting('a comma-separated list of origins such as https://app.example.com', (input) =>
  each(input, (item) => (URL.canParse(item) && new URL(item).origin === item ? item : undefined))
)
