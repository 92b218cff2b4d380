import type { AccountExport } from '@gatehouse/contracts'
import type { EntityManager } from '@mikro-orm/postgresql'
import { LinkedIdentityEntity } from './linked-identity.entity.ts'

/** Who the user is at the providers, for the user's export. */
export async function listIdentities(em: EntityManager, userId: string): Promise<AccountExport['identities']> {
  const identities = await em.find(LinkedIdentityEntity, { user: userId }, { orderBy: { createdAt: 'asc' } })
  return identities.map(({ provider, subject, createdAt }) => ({
    provider,
    subject,
    created_at: createdAt.toISOString()
  }))
}
