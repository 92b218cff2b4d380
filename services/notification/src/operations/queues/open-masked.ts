import type { BullBoardQueues } from '@bull-board/api/typings/app'
import { SMS_OUTCOME_QUEUE, SMS_QUEUE, SMS_STATUS_QUEUE } from '@gatehouse/contracts'
import type { Role } from '@gatehouse/platform/operators/operator'
import type { QueueStore } from '@gatehouse/platform/queue/queue-store'
import { Refusal } from '@gatehouse/platform/refusal'
import { maskedQueue } from './masked-queue.ts'

export const QUEUES = [SMS_QUEUE, SMS_STATUS_QUEUE, SMS_OUTCOME_QUEUE]

/**
 * The queues as this role may see them. Asked for with each request: one whose store was down at first is there as soon
 * as the store is.
 */
export async function openMasked({ open }: Pick<QueueStore, 'open'>, role: Role): Promise<BullBoardQueues> {
  try {
    return new Map(await Promise.all(QUEUES.map(async (name) => [name, maskedQueue(await open(name), role)] as const)))
  } catch {
    throw new Refusal('unavailable')
  }
}
