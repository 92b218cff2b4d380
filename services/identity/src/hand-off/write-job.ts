import {
  FORGET_JOB,
  forgetJobId,
  SEND_JOB,
  SMS_OUTCOME_QUEUE,
  SMS_QUEUE,
  sendJobId,
  VERIFIED_JOB,
  verifiedJobId
} from '@gatehouse/contracts'
import type { EntityManager } from '@mikro-orm/postgresql'
import type { Deps } from '../deps.ts'
import { writeSendJob } from '../phone-verification/write-send-job.ts'
import type { HandOffEntity } from './hand-off.entity.ts'

/** What writing a job needs. */
export type Writer = Pick<Deps, 'keys' | 'settings' | 'now'>
export type QueuedJob = { queue: string; name: string; id: string; data: object }

/** Writes the job of a hand-off, or null if there is nothing left to tell. */
export async function writeJob(
  deps: Writer,
  em: EntityManager,
  { kind, messageId, createdAt }: HandOffEntity
): Promise<QueuedJob | null> {
  const outcome = { queue: SMS_OUTCOME_QUEUE }
  if (kind === 'forget') {
    return { ...outcome, name: FORGET_JOB, id: forgetJobId(messageId), data: { message_id: messageId } }
  }
  if (kind === 'verified') {
    const data = { message_id: messageId, at: createdAt.toISOString() }
    return { ...outcome, name: VERIFIED_JOB, id: verifiedJobId(messageId), data }
  }
  const data = await writeSendJob(deps, em, messageId)
  return data && { queue: SMS_QUEUE, name: SEND_JOB, id: sendJobId(messageId), data }
}
