import { invalidField } from '@gatehouse/platform/refusal'

/** Only what is on the list letter by letter: anything cleverer has let sign-ins be sent elsewhere. */
export function requireReturnAddress(allowed: string[], asked: string | undefined) {
  if (asked !== undefined && !allowed.includes(asked)) {
    throw invalidField('redirect_to', 'is not one of the addresses to which sign-ins may return')
  }
}

/** The address with one more parameter. What it carries already stays as it is. */
export const addToQuery = (address: string, parameter: Record<string, string>) =>
  `${address}${address.includes('?') ? '&' : '?'}${new URLSearchParams(parameter)}`
