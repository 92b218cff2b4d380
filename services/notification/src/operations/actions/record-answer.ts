import type { EntityManager } from '@mikro-orm/postgresql'

/** How actions that were recorded were answered. Without an answer nobody knows how it ended: the process died with it. */
export async function recordAnswer(em: EntityManager, ids: string[], status: number): Promise<void> {
  await em.execute(
    `update notification.operator_actions set details = details || jsonb_build_object('answer', ?::int)
     where id = any(?::uuid[])`,
    [status, `{${ids.join(',')}}`]
  )
}
