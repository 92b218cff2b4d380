import { ConfigurationFault } from '../config/configuration-fault.ts'
import type { QueueStore } from './queue-store.ts'

/** The store answers, and would lose jobs as it is set up. */
export class UnfitStore extends Error {}

/**
 * Refuses to start on a store that would lose jobs. One that cannot be reached yet is no reason: it is waited for, and
 * used only once it is found fit.
 * @throws ConfigurationFault
 */
export async function refuseUnfitStore({ probe }: Pick<QueueStore, 'probe'>): Promise<void> {
  await probe().catch((error: Error) => {
    if (error instanceof UnfitStore) throw new ConfigurationFault([`QUEUE_URL: ${error.message}`])
  })
}
