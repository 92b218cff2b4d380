import type { Outcome } from '../delivery/outcome.ts'
import type { Receipt } from '../delivery/receipt.ts'

export const PROVIDER_NAMES = ['twilio', 'sns', 'inbox'] as const
export type ProviderName = (typeof PROVIDER_NAMES)[number]

/** One SMS in words, ready to go. Holds the full number: it lives in memory only. */
export type Sms = { id: string; to: string; body: string }

/** A way to get an SMS to a phone. */
export type Provider = {
  name: ProviderName
  /** A message with less life left than this is not handed to the provider. */
  minimumLifeSeconds: number
  /** One call to the provider, never repeated. Never throws: whatever happened is an outcome. */
  send: (sms: Sms, life: { validForSeconds: number }) => Promise<Outcome>
  /**
   * The provider's own ids of messages like this one that it took since then, oldest first.
   * A provider without it cannot say whether it took a message. @throws if it cannot be asked right now.
   */
  find?: (sms: Sms, since: Date) => Promise<string[]>
  /**
   * What became of a message that it took; null if it does not know it, or has nothing to tell. Only of a provider that
   * was asked for receipts: for those that got lost. @throws if it cannot be asked right now.
   */
  status?: (id: string) => Promise<Receipt | null>
  /** How it calls back. Only if it knows where. */
  receipts?: ReceiptReader
  /** The answer that a send would get now without the provider being called, if it is to be left alone. */
  rests?: () => Rest | undefined
  /** How it does, as far as this process knows. */
  health?: () => Health
}

/** A call of a provider to us, as it came: nothing in it is to be believed before it proves to be genuine. */
export type Callback = {
  pathAndQuery: string
  headers: Record<string, string | string[] | undefined>
  form: Record<string, string | string[]>
}

export type ReceiptReader = {
  /** Whether the provider itself signed this for this very address. Takes the same time for every signature. */
  isGenuine: (callback: Callback) => boolean
  /** The receipt in a genuine call, or null if it tells nothing of a message. */
  read: (callback: Callback) => Receipt | null
}

export type Rest = { kind: 'refused' | 'not_sent'; code: string; retryAfterMs: number }
export type Health = { circuit: 'closed' | 'open' | 'half_open'; since: Date }
