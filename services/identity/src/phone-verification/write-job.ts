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
import type { WriteJob } from '../hand-off/job.ts'
import type { SendWriter } from './write-send-job.ts'
import { writeSendJob } from './write-send-job.ts'

/** The job of each kind of hand-off about a message. */
export const jobWriter =
  (deps: SendWriter): WriteJob =>
  async (em, { kind, messageId, createdAt }) => {
    if (kind === 'send') {
      const data = await writeSendJob(deps, em, messageId)
      return data && { queue: SMS_QUEUE, name: SEND_JOB, id: sendJobId(messageId), data }
    }
    if (kind === 'verified') {
      const data = { message_id: messageId, at: createdAt.toISOString() }
      return { queue: SMS_OUTCOME_QUEUE, name: VERIFIED_JOB, id: verifiedJobId(messageId), data }
    }
    return { queue: SMS_OUTCOME_QUEUE, name: FORGET_JOB, id: forgetJobId(messageId), data: { message_id: messageId } }
  }
