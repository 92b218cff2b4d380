import { ConfigurationFault } from '@gatehouse/platform/config/configuration-fault'
import type { App } from './app.ts'
import type { Settings } from './settings.ts'

/** Listens, or says in one sentence which setting to change. */
export async function listen(app: App, { host, port }: Pick<Settings, 'host' | 'port'>) {
  try {
    await app.listen({ host, port })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EADDRINUSE') throw new ConfigurationFault([`NOTIFICATION_PORT: ${port} on ${host} is taken`])
    if (code === 'EADDRNOTAVAIL') throw new ConfigurationFault([`NOTIFICATION_HOST: ${host} is not of this machine`])
    throw error
  }
}
