import type { EntityManager } from '@mikro-orm/postgresql'
import type { Deps } from '../deps.ts'
import { handOverAgain } from '../hand-off/hand-over-again.ts'
import { MessageEntity } from './message.entity.ts'

// A message is heard of within a second or two; a worker's death costs it twenty.
const SILENCE_MS = 30_000
const AT_ONCE = 500

/**
 * Hands over once more what the queue has had for half a minute without a word back: a queue that lost its data (a
 * failover, an emptied server) would otherwise have lost the message with it.
 */
export async function repeatSends({ now, log }: Pick<Deps, 'now' | 'log'>, em: EntityManager) {
  const at = now()
  const before = new Date(at.getTime() - SILENCE_MS)
  const silent = await em.find(
    MessageEntity,
    { status: 'queued', createdAt: { $lt: before }, verification: { expiresAt: { $gt: at } } },
    { fields: ['id'], orderBy: { createdAt: 'asc' }, limit: AT_ONCE }
  )
  if (silent.length === 0) return
  const repeated = await handOverAgain(
    em,
    silent.map(({ id }) => id),
    before
  )
  if (repeated > 0) log.warn({ messages: repeated }, 'no word of messages that the queue got: handed over again')
}
