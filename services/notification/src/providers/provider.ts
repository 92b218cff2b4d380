import type { Outcome } from '../delivery/outcome.ts'

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
}
