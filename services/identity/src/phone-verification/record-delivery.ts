import type { SmsStatus } from '@gatehouse/contracts'
import { SMS_STATUSES, SmsStatusUpdate } from '@gatehouse/contracts'
import { jobParser } from '@gatehouse/platform/queue/job'
import type { EntityManager } from '@mikro-orm/postgresql'
import type { Deps } from '../deps.ts'
import { MessageEntity } from './message.entity.ts'

const parse = jobParser(SmsStatusUpdate)

// The three ends do not replace each other: what was delivered cannot fail, and a failure keeps its reason.
const RANK: Record<SmsStatus, number> = { queued: 0, sent: 1, delivered: 2, failed: 2, expired: 2 }

/**
 * Notes what became of a message. Reports come late, twice and out of order: a message only moves forward. An operator's
 * redrive begins anew, and what was told of the time before it counts no more.
 */
export async function recordDelivery({ now }: Pick<Deps, 'now'>, em: EntityManager, data: unknown) {
  const { message_id, status, error_code, redrives = 0 } = parse(data)
  const earlier = SMS_STATUSES.filter((other) => RANK[other] < RANK[status])
  await em.nativeUpdate(
    MessageEntity,
    { id: message_id, $or: [{ redrives: { $lt: redrives } }, { redrives, status: { $in: earlier } }] },
    { status, failure: error_code, redrives, updatedAt: now() }
  )
}
