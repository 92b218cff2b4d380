import type { MikroORM } from '@mikro-orm/postgresql'
import type { Timing } from '../delivery/timing.ts'
import type { Settings } from '../settings.ts'
import { inboxProvider } from './inbox.ts'
import type { Provider, ProviderName } from './provider.ts'

/** The chosen providers, in order. An SDK is loaded only if it is chosen: each takes tens of megabytes. */
export function chooseProviders(settings: Settings, orm: MikroORM, { sendTimeoutMs }: Timing): Promise<Provider[]> {
  const make: Record<ProviderName, () => Promise<Provider>> = {
    twilio: async () =>
      (await import('./twilio.ts')).twilioProvider(settings.twilio, settings.publicUrl, sendTimeoutMs),
    sns: async () => (await import('./sns.ts')).snsProvider(settings.sns, sendTimeoutMs),
    inbox: async () => inboxProvider(orm, settings.sealingKeys)
  }
  return Promise.all(settings.providers.map((name) => make[name]()))
}
