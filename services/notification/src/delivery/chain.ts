import type { Provider } from '../providers/provider.ts'

/** The providers still to be tried, from the one that has the message in hand. */
export function chainFrom(providers: Provider[], inHand: string | null | undefined): Provider[] {
  const start = providers.findIndex(({ name }) => name === inHand)
  return providers.slice(Math.max(0, start))
}

/** Whether a message with that much life left may still be handed to the provider. */
export const hasTime = (provider: Provider, secondsLeft: number) =>
  secondsLeft >= Math.max(1, provider.minimumLifeSeconds)

/** How long until the first of them may be called again. Undefined: one of them may be called now. */
export function firstBack(providers: Provider[]): number | undefined {
  const restsMs = providers.map((provider) => provider.rests?.()?.retryAfterMs)
  return restsMs.every((restMs) => restMs !== undefined) ? Math.min(...restsMs) : undefined
}

const BASE_MS = 1000
const LIMIT_MS = 30_000

/** How long to leave a provider alone that asked for it: never less than it asked, more with each attempt, spread out. */
export function patience(askedMs: number, attempt: number, random: number): number {
  const backOff = Math.min(LIMIT_MS, BASE_MS * 2 ** attempt)
  return Math.round(askedMs + (backOff * random) / 2)
}
