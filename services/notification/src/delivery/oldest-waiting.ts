import type { EntityManager } from '@mikro-orm/postgresql'

/** Age in seconds of the oldest message that still waits to be sent, or null if none does. */
export async function oldestWaiting(em: EntityManager): Promise<number | null> {
  const [row] = await em.execute(
    `select floor(extract(epoch from clock_timestamp() - min(created_at)))::int as age
     from notification.sms_messages where state in ('pending', 'sending', 'in_doubt')`
  )
  return (row as { age: number | null }).age
}
