import { normalise } from './normalise.ts'

type Faults = Record<string, string[]>

/** What is wrong with choosing this password, said of the field: nothing, or that it is the account's own address. */
export const ownAddressFault = (field: string, password: string, email: string): Faults =>
  normalise(password).toLowerCase() === email ? { [field]: ['must not be the e-mail address'] } : {}
