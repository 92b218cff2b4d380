import type { Logger } from '@gatehouse/platform/log'
import type { MikroORM } from '@mikro-orm/postgresql'
import type { Timing } from '../delivery/timing.ts'
import type { Settings } from '../settings.ts'
import { guarded } from './guarded.ts'
import { inboxProvider } from './inbox.ts'
import type { Provider, ProviderName } from './provider.ts'

type Tools = { orm: MikroORM; timing: Timing; log: Logger }

/** The chosen providers, in order. An SDK is loaded only if it is chosen: each takes tens of megabytes. */
export function chooseProviders(settings: Settings, { orm, timing, log }: Tools): Promise<Provider[]> {
  const { publicUrl, sealingKeys } = settings
  const make: Record<ProviderName, () => Promise<Provider>> = {
    twilio: async () =>
      guarded((await import('./twilio.ts')).twilioProvider(settings.twilio, publicUrl, timing.sendTimeoutMs), log),
    sns: async () => guarded((await import('./sns.ts')).snsProvider(settings.sns, timing.sendTimeoutMs), log),
    inbox: async () => inboxProvider(orm, sealingKeys)
  }
  return Promise.all(settings.providers.map((name) => make[name]()))
}
