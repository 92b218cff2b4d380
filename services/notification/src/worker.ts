import {
  FORGET_JOB,
  SEND_JOB,
  SendSms,
  SMS_OUTCOME_QUEUE,
  SMS_QUEUE,
  SmsForget,
  SmsVerified,
  VERIFIED_JOB
} from '@gatehouse/contracts'
import { codedWork } from '@gatehouse/platform/queue/coded-work'
import { jobParser } from '@gatehouse/platform/queue/job'
import type { Consumer, QueueStore } from '@gatehouse/platform/queue/queue-store'
import { deliverSms } from './delivery/deliver-sms.ts'
import type { Deps } from './deps.ts'
import { forgetMessage } from './operations/forget-message.ts'
import { recordVerified } from './operations/record-verified.ts'

// A send waits for a provider, up to eight seconds; an outcome is one statement.
const SENDS_AT_ONCE = 20
const OUTCOMES_AT_ONCE = 5

const parseSend = jobParser(SendSms)
const parseVerified = jobParser(SmsVerified)
const parseForget = jobParser(SmsForget)

/** Which queue goes to which verb. */
export function startWorkers(deps: Deps, queues: QueueStore): Consumer[] {
  const sends = codedWork(
    { [SEND_JOB]: async (data, isLastTry) => deliverSms(deps, parseSend(data), isLastTry) },
    deps.log
  )
  const outcomes = codedWork(
    {
      [VERIFIED_JOB]: async (data) => recordVerified(deps, parseVerified(data)),
      [FORGET_JOB]: async (data) => forgetMessage(deps, parseForget(data))
    },
    deps.log
  )
  return [
    queues.consume(SMS_QUEUE, sends, { concurrency: SENDS_AT_ONCE }),
    queues.consume(SMS_OUTCOME_QUEUE, outcomes, { concurrency: OUTCOMES_AT_ONCE })
  ]
}
