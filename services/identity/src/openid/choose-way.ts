import type { ProviderSignIn } from '@gatehouse/contracts'
import { Refusal } from '@gatehouse/platform/refusal'
import type { ProviderCode } from './read-token-answer.ts'

/** An ID token, or a code for one. */
export type Way = { idToken: string } | ProviderCode

const ONE = ['give exactly one of id_token, credential and code']
const WITH_CODE = ['goes with code only']

/** Reads which of the ways of signing in was chosen. What belongs to another way is refused, not dropped. */
export function chooseWay({ id_token, credential, code, redirect_uri, code_verifier }: ProviderSignIn): Way {
  const given = [id_token, credential, code].filter((way) => way !== undefined)
  if (given.length !== 1) throw new Refusal('validation_failed', { id_token: ONE, credential: ONE, code: ONE })
  if (code === undefined) {
    const faults = {
      ...(redirect_uri && { redirect_uri: WITH_CODE }),
      ...(code_verifier && { code_verifier: WITH_CODE })
    }
    if (Object.keys(faults).length > 0) throw new Refusal('validation_failed', faults)
    return { idToken: `${given[0]}` }
  }
  if (redirect_uri === undefined) throw new Refusal('validation_failed', { redirect_uri: ['is required with code'] })
  return { code, redirect_uri, ...(code_verifier && { code_verifier }) }
}
