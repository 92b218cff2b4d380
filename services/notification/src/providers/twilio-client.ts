import twilio from 'twilio'

/** An answer of 429: the SDK's own error drops the header that says how long to wait. */
export class TooManyRequests extends Error {
  readonly code: string
  readonly retryAfterMs: number | undefined
  constructor(code: string, retryAfterMs: number | undefined) {
    super('too many requests')
    this.code = code
    this.retryAfterMs = retryAfterMs
  }
}

export type TwilioAccount = { accountSid: string; authToken: string; apiBaseUrl: string | undefined }

/** The official client, on another origin if one is set (a proxy, a test). One request each: a repeat may send twice. */
export function twilioClient({ accountSid, authToken, apiBaseUrl }: TwilioAccount, timeoutMs: number) {
  const httpClient = new twilio.RequestClient({ timeout: timeoutMs, autoRetry: false })
  const request = httpClient.request.bind(httpClient)
  httpClient.request = async <T>(options: Parameters<typeof request<T>>[0]) => {
    const response = await request<T>({ ...options, uri: rebase(options.uri, apiBaseUrl) })
    if (response.statusCode === 429) throw tooManyRequests(response)
    return response
  }
  return twilio(accountSid, authToken, { httpClient, autoRetry: false })
}

function rebase(uri: string, apiBaseUrl: string | undefined) {
  if (!apiBaseUrl) return uri
  const { pathname, search } = new URL(uri)
  return `${apiBaseUrl}${pathname}${search}`
}

type Response = { body: unknown; headers?: unknown }

function tooManyRequests({ body, headers }: Response) {
  const { code = 20429 } = (body ?? {}) as { code?: number }
  const given = (headers as Record<string, string> | undefined)?.['retry-after']
  const seconds = given === undefined ? Number.NaN : Number(given)
  return new TooManyRequests(String(code), seconds >= 0 ? seconds * 1000 : undefined)
}
