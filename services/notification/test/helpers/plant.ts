import { LedgerRow } from '../../src/delivery/ledger.entity.ts'
import { publicStatus } from '../../src/delivery/ledger.ts'
import type { World } from './world.ts'

/** A message in the ledger as it stood, or stands, at another time: what no verb can make, since none moves the clock. */
export async function plant({ deps }: Pick<World, 'deps'>, given: Partial<LedgerRow> & { createdAt: Date }) {
  const id = given.id ?? crypto.randomUUID()
  const state = given.state ?? (given.acceptedAt ? 'accepted' : 'pending')
  const status = publicStatus(state)
  await deps.orm.em.fork().insert(LedgerRow, {
    id,
    purpose: 'phone_verification',
    template: 'phone_verification',
    locale: 'en',
    country: 'US',
    numberEnding: '671',
    state,
    status,
    statusAt: given.acceptedAt ?? given.createdAt,
    reportedStatus: status,
    provider: given.acceptedAt ? 'twilio' : null,
    expiresAt: new Date(given.createdAt.getTime() + 600_000),
    ...given
  })
  return id
}
