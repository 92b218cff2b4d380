import type { SmsFailure } from '@gatehouse/contracts'
import type { State } from '../../delivery/ledger.ts'
import type { FailureKind } from '../../delivery/redrivable.ts'

export type Failed = {
  state: State
  failure?: SmsFailure | null
  failureKind?: FailureKind | null
  errorCode?: string | null
  provider?: string | null
}

/** What is wrong with a message and what an operator can do about it, in a sentence or two. Undefined: nothing. */
export function reasonOf(message: Failed): string | undefined {
  const code = message.errorCode ? `${codeWords(message.errorCode)} (${message.errorCode})` : undefined
  const who = message.provider ?? 'the provider'
  switch (message.state) {
    case 'expired':
      return 'Its life ended before it could be sent. If many do, look at the age of the oldest that waits.'
    case 'undelivered':
      return `The carrier did not deliver it: ${words(message.failure)}${code ? ` (${message.errorCode})` : ''}.`
    case 'in_doubt':
      return `Nobody knows yet whether ${who} has it: ${code ?? 'no answer'}. The provider is asked before it is sent again.`
    case 'failed':
      return failedBecause(message, who, code)
    default:
      return code ? `The last try: ${code}.` : undefined
  }
}

function failedBecause({ failureKind, failure, errorCode }: Failed, who: string, code: string | undefined): string {
  switch (failureKind) {
    case 'unreadable':
      return errorCode === 'template'
        ? 'Its text is not known to this version. Update this service, then redrive it.'
        : 'Its job is sealed with a key that this service does not have. Add that key to MESSAGE_SEALING_KEY, then redrive it.'
    case 'in_doubt':
      return `Nobody could say whether ${who} has it: ${code ?? 'no answer'}. Redrive it: the provider is asked first.`
    case 'policy':
      return `${who} refused it by a policy: ${words(failure)} (${errorCode}). It goes through no other provider. Change the policy there; the person then asks for a new code.`
    case 'permanent':
      return `${who} refused the number for good: ${words(failure)} (${errorCode}). The person was told.`
    case 'gave_up':
      return `No provider took it${code ? `; the last word: ${code}` : ''}. Mend that, then redrive it.`
    default:
      return `It failed: ${words(failure)}${code ? ` (${errorCode})` : ''}.`
  }
}

const words = (failure: SmsFailure | null | undefined) => (failure ?? 'unknown').replaceAll('_', ' ')

/** A code in words, as far as it is a usual one. */
export function codeWords(code: string): string {
  return WORDS.find(([pattern]) => pattern.test(code))?.[1] ?? 'a code of the provider'
}

const WORDS: [RegExp, string][] = [
  [
    /^(20003|20005|20006|20404|http_401|AccessDenied.*|Invalid.*Token.*|SignatureDoesNotMatch|UnrecognizedClient.*)$/,
    'it does not accept our account or key'
  ],
  [/^(212(12)|2160[2-7]|21612|21617|21659|21660|2170[13]|30034|63038)$/, 'our sender or account may not send this'],
  [/^21608$/, 'a trial account sends to checked numbers only'],
  [/^(20429|14107|21611|http_429|left_alone|Throttl.*|TooManyRequests.*)$/, 'it asked for patience'],
  [/^circuit_open$/, 'it kept failing and is left alone for a while'],
  [/^(ENOTFOUND|EAI_.*)$/, 'its name was not found'],
  [/^(ECONNREFUSED|EHOST.*|ENET.*|connect_timeout)$/, 'it could not be reached'],
  [
    /^(ERR_TLS.*|ERR_SSL.*|CERT_.*|SELF_SIGNED.*|DEPTH_ZERO.*|UNABLE_TO_.*|HOSTNAME_MISMATCH|EPROTO)$/,
    'its certificate is not accepted'
  ],
  [/^(ECONNRESET|EPIPE|UND_ERR_.*|.*[Tt]imeout.*|ETIMEDOUT|ECONNABORTED|too_slow)$/, 'its answer did not come'],
  [/^(http_)?5\d\d/, 'it answered with an error of its own'],
  [/^worker_lost$/, 'the worker died while it was sent'],
  [/^fenced$/, 'the worker was stopped for too long'],
  [/^seal$/, 'the job could not be opened'],
  [/^template$/, 'the text is not known to this version'],
  [/^forgotten$/, 'the account was erased'],
  [/^expired$/, 'its life was over'],
  [/^provider_unavailable$/, 'no provider took it'],
  [/^unknown$/, 'nobody could say whether it was sent']
]
