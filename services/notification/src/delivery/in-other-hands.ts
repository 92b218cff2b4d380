import { RetryLater } from '@gatehouse/platform/queue/job-endings'

/** Another worker has the message in hand: it is not for this job to give it up. */
export class InOtherHands extends RetryLater {
  constructor(forMs: number) {
    super('in_other_hands', forMs)
  }
}
