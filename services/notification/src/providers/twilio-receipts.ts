import twilio from 'twilio'
import type { Receipt } from '../delivery/receipt.ts'
import type { Callback, ReceiptReader } from './provider.ts'
import { failureOf } from './twilio-errors.ts'

const TAKEN = new Set(['accepted', 'scheduled', 'queued', 'sending', 'sent'])
const DELIVERED = new Set(['delivered', 'read'])
const UNDELIVERED = new Set(['undelivered', 'failed', 'canceled'])

const ID = /^\w{1,64}$/
const CODE = /^\d{1,10}$/

/** What a status of Twilio's means. One that this list does not know means nothing. */
export function receiptOf(id: unknown, status: unknown, error: unknown): Receipt | null {
  if (typeof id !== 'string' || !ID.test(id) || typeof status !== 'string') return null
  if (TAKEN.has(status)) return { kind: 'taken', id }
  if (DELIVERED.has(status)) return { kind: 'delivered', id }
  if (!UNDELIVERED.has(status)) return null
  const code = CODE.test(`${error}`) ? `${error}` : null
  return { kind: 'undelivered', id, code, failure: failureOf(code) }
}

/** Reads what Twilio posts to the status callback, by the official library's own check. */
export const twilioReceipts = (authToken: string, publicUrl: string): ReceiptReader => ({
  isGenuine: ({ pathAndQuery, headers, form }) =>
    isSigned(authToken, `${publicUrl}${pathAndQuery}`, headers['x-twilio-signature'], form),
  read: ({ form }) => receiptOf(form.MessageSid ?? form.SmsSid, form.MessageStatus ?? form.SmsStatus, form.ErrorCode)
})

/** @param url as Twilio saw it: behind a gateway that is not what arrives here */
export const isSigned = (authToken: string, url: string, signature: unknown, form: Callback['form']) =>
  typeof signature === 'string' && twilio.validateRequest(authToken, signature, url, form)
