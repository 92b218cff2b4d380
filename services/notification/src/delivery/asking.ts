import type { Provider } from '../providers/provider.ts'
import { later } from './timing.ts'

// A receipt takes seconds, and a provider that cannot hand it over tries once more, or never.
const ASK_AFTER_MINUTES = [1, 5, 15, 60]
const MINUTE_MS = 60_000

/** When to ask first. Null: whoever took it cannot be asked. */
export const firstAsk = ({ status }: Pick<Provider, 'status'>, now: Date) => (status ? nextAsk(now, now) : null)

/** When to ask what became of a message that a provider took. Null: it has been asked for long enough. */
export function nextAsk(acceptedAt: Date, now: Date): Date | null {
  const moments = ASK_AFTER_MINUTES.map((minutes) => later(acceptedAt, minutes * MINUTE_MS))
  return moments.find((moment) => moment > now) ?? null
}
