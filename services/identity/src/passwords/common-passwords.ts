import { dictionary } from '@zxcvbn-ts/language-common'
import { normalise } from './normalise.ts'

const COMMON = new Set<string>(dictionary['passwords-common'])

/** Whether a password stands on the lists that guessers try first. */
export const isCommonPassword = (password: string): boolean => COMMON.has(normalise(password).toLowerCase())
