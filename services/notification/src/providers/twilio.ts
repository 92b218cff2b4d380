import { LOOPBACK } from '@gatehouse/platform/config/service-settings'
import type { Outcome } from '../delivery/outcome.ts'
import type { Receipt } from '../delivery/receipt.ts'
import { judgeNetworkFault } from './network-fault.ts'
import type { Provider, Sms } from './provider.ts'
import type { TwilioAccount } from './twilio-client.ts'
import { TooManyRequests, twilioClient } from './twilio-client.ts'
import { judgeTwilioError } from './twilio-errors.ts'
import { receiptOf, twilioReceipts } from './twilio-receipts.ts'

export type TwilioSettings = TwilioAccount & {
  phoneNumber: string | undefined
  messagingServiceSid: string | undefined
}

// What Twilio accepts as a message's validity, in seconds.
const LONGEST_VALIDITY = 36_000
const CLOCK_TOLERANCE_MS = 5000
const DAY_MS = 24 * 3600 * 1000

/** Twilio's Messages API through its official SDK. */
export function twilioProvider(settings: TwilioSettings, publicUrl: string | undefined, timeoutMs: number): Provider {
  const { messages } = twilioClient(settings, timeoutMs)
  const { phoneNumber, messagingServiceSid } = settings
  const sender = messagingServiceSid ? { messagingServiceSid } : { from: phoneNumber }

  async function send({ id, to, body }: Sms, { validForSeconds }: { validForSeconds: number }): Promise<Outcome> {
    const validityPeriod = Math.min(LONGEST_VALIDITY, validForSeconds)
    const statusCallback = callbackUrl(publicUrl, id)
    try {
      const { sid } = await messages.create({ to, body, ...sender, validityPeriod, statusCallback })
      return { kind: 'accepted', id: sid }
    } catch (error) {
      return judge(error)
    }
  }

  // The list filters by whole days, so the moment is compared here; its clock is Twilio's and has no milliseconds.
  async function find({ to, body }: Sms, since: Date): Promise<string[]> {
    const earliest = since.getTime() - CLOCK_TOLERANCE_MS
    const listed = await messages.list({ to, dateSentAfter: new Date(earliest - DAY_MS), limit: 100 })
    const matching = listed.filter(
      (message) => message.body.endsWith(body) && message.dateCreated.getTime() >= earliest
    )
    // Listed newest first. Trial accounts put a sentence of Twilio's before the text.
    return matching.reverse().map(({ sid }) => sid)
  }

  async function status(id: string): Promise<Receipt | null> {
    try {
      const { sid, status, errorCode } = await messages(id).fetch()
      return receiptOf(sid, status, errorCode)
    } catch (error) {
      if ((error as { status?: unknown }).status === 404) return null
      throw error
    }
  }

  const receipts = publicUrl ? { receipts: twilioReceipts(settings.authToken, publicUrl) } : {}
  const questions = canBeReached(publicUrl) ? { find, status } : { find }
  return { name: 'twilio', minimumLifeSeconds: 1, send, ...questions, ...receipts }
}

/** Our id in it tells receipts of lost answers. */
const callbackUrl = (publicUrl: string | undefined, id: string) =>
  canBeReached(publicUrl) ? `${publicUrl}/webhooks/twilio/status?message_id=${id}` : undefined

// Twilio cannot reach a loopback address, so there it is not asked to.
const canBeReached = (publicUrl: string | undefined) =>
  publicUrl !== undefined && !LOOPBACK.includes(new URL(publicUrl).hostname.replace(/^\[|\]$/g, ''))

function judge(error: unknown): Outcome {
  if (error instanceof TooManyRequests) return judgeTwilioError(429, error.code, error.retryAfterMs)
  const { status, code } = error as { status?: unknown; code?: unknown }
  if (typeof status !== 'number') return judgeNetworkFault(error)
  return judgeTwilioError(status, code === undefined || code === null ? undefined : String(code))
}
