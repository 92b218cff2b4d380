import { invalidField, Refusal } from '@gatehouse/platform/refusal'
import type { Deps } from '../deps.ts'
import { errorWord } from './error-word.ts'
import type { Provider } from './provider.ts'

/** A code of the provider, and for where it was made. */
export type ProviderCode = { code: string; redirect_uri: string; code_verifier?: string }

/** How the library tells that the provider said no, or nothing. */
type Failure = Error & { output?: { statusCode: number }; data?: { isResponseError?: boolean; payload?: unknown } }

/**
 * The ID token of what the provider answers to a code.
 * @throws Refusal `invalid_code`; `provider_not_configured` if it does not know us; `unavailable` if it is away
 */
export async function readTokenAnswer(
  deps: Deps,
  provider: Provider,
  answer: Promise<{ token: object }>
): Promise<string> {
  const { token } = await answer.catch((failure: Failure) => refuse(deps, provider, failure))
  const { id_token } = token as { id_token?: unknown }
  if (typeof id_token !== 'string') throw invalidField('code', 'brought no ID token: ask for the scope openid')
  return id_token
}

function refuse({ log }: Deps, { name }: Provider, { message, output, data }: Failure): never {
  const status = data?.isResponseError ? (output?.statusCode ?? 0) : 0
  const word = errorWord((data?.payload as { error?: unknown } | undefined)?.error)
  const code = codeFor(status, word)
  const about = { provider: name, status, reason: status ? word : message }
  if (code === 'provider_not_configured') log.error(about, 'the provider does not accept our client id or secret')
  else log.info(about, 'the provider gave no tokens for a code')
  throw new Refusal(code)
}

function codeFor(status: number, word: string | undefined) {
  if (word === 'invalid_client' || word === 'unauthorized_client' || status === 401) return 'provider_not_configured'
  return status >= 400 && status < 500 && status !== 429 ? 'invalid_code' : 'unavailable'
}
