import { makeExactValidator } from 'envalid'
import ipaddr from 'ipaddr.js'
import { SettingFault } from './read-settings.ts'

/** The kinds of setting. Each parser refuses with a sentence that says what is expected, never with the value. */
export function setting<T>(expected: string, parse: (input: string) => T | undefined) {
  return makeExactValidator<T>((input) => {
    const value = parse(input.trim())
    if (value === undefined) throw new SettingFault(`must be ${expected}`)
    return value
  })
}

const items = (input: string) =>
  input
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean)

export const text = setting('text', (input) => input)

export const choice = <const C extends string>(...choices: C[]) =>
  setting(`one of ${choices.join(', ')}`, (input) => choices.find((choice) => choice === input))

/** A comma-separated list, each item of which `read` understands. One that it does not refuses the whole. */
export const listOf = <T>(expected: string, read: (item: string) => T | undefined) =>
  setting<T[]>(`a comma-separated list of ${expected}`, (input) => {
    const found = items(input).map(read)
    return found.length > 0 && found.every((item) => item !== undefined) ? (found as T[]) : undefined
  })

export const choices = <const C extends string>(...known: C[]) =>
  listOf<C>(known.join(', '), (item) => known.find((choice) => choice === item))

// In four parts: `10` alone would be read as 0.0.0.10. And everybody is no network.
const isNetwork = (item: string) => {
  const [address = '', bits] = item.split('/')
  const isAddress = ipaddr.IPv4.isValidFourPartDecimal(address) || ipaddr.IPv6.isValid(address)
  return isAddress && (bits === undefined || (ipaddr.isValidCIDR(item) && Number(bits) > 0 && !isMapped(address)))
}

// ::ffff:0:0/96 is all of IPv4 by another name.
const isMapped = (address: string) => ipaddr.IPv6.isValid(address) && ipaddr.IPv6.parse(address).isIPv4MappedAddress()

export const networks = listOf('addresses or CIDRs such as 10.0.0.0/8', (item) => (isNetwork(item) ? item : undefined))

export const integer = (minimum: number, maximum: number) =>
  setting(`a whole number from ${minimum} to ${maximum}`, (input) => {
    const value = Number(input)
    return /^\d+$/.test(input) && value >= minimum && value <= maximum ? value : undefined
  })

export const port = integer(1, 65535)

export const share = setting('a number from 0 to 1', (input) =>
  /^(0(\.\d+)?|1(\.0+)?)$/.test(input) ? Number(input) : undefined
)

/** Comma-separated secrets in base64, newest first: the first is used, the others are still accepted. */
export const secrets = (bytes: { exactly: number } | { atLeast: number }) => {
  const [count, words] =
    'exactly' in bytes ? [bytes.exactly, `exactly ${bytes.exactly}`] : [bytes.atLeast, `${bytes.atLeast} or more`]
  return setting(`a comma-separated list of keys, each base64 of ${words} bytes`, (input) => {
    const keys = items(input).map((item) =>
      /^[A-Za-z0-9+/_-]+={0,2}$/.test(item) ? Buffer.from(item, 'base64') : null
    )
    const fits = (key: Buffer | null) => key && ('exactly' in bytes ? key.length === count : key.length >= count)
    return keys.length > 0 && keys.every(fits) ? (keys as Buffer[]) : undefined
  })
}

const CLUSTER = /^[a-z+]+:\/\/[^,/@\s]+:\d+(,[^,/@\s]+:\d+)*$/

/** An absolute URL whose scheme is one of `schemes` (without the colon). */
export const address = (...schemes: string[]) =>
  setting(`a URL that starts with ${schemes.map((scheme) => `${scheme}://`).join(' or ')}`, (input) => {
    const scheme = schemes.find((scheme) => input.startsWith(`${scheme}://`))
    if (!scheme) return undefined
    // A cluster's list of hosts is no URL to the parser.
    const isValid = scheme.endsWith('+cluster') ? CLUSTER.test(input) : URL.canParse(input)
    return isValid ? input.replace(/\/+$/, '') : undefined
  })
