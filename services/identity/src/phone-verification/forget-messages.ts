import type { EntityManager } from '@mikro-orm/postgresql'
import type { Deps } from '../deps.ts'
import { planForgetting } from '../hand-off/plan-forgetting.ts'
import { MessageEntity } from './message.entity.ts'

/**
 * Plans, in the caller's transaction, that notification forgets every message of the user. What was not handed over yet
 * never will be.
 */
export async function forgetMessages({ now }: Pick<Deps, 'now'>, em: EntityManager, userId: string) {
  const messages = await em.find(MessageEntity, { verification: { user: userId } }, { fields: ['id'] })
  await planForgetting(
    em,
    messages.map(({ id }) => id),
    now()
  )
}
