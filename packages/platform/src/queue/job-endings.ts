import { UnrecoverableError } from 'bullmq'

/**
 * The job's turn has not come: the queue tries it again, after `afterMs` if that is known, else with its own back-off.
 * The reason is a code: it lies readable in the queue's store.
 */
export class RetryLater extends Error {
  readonly afterMs: number | undefined
  constructor(reason: string, afterMs?: number) {
    super(reason)
    this.name = 'RetryLater'
    this.afterMs = afterMs
  }
}

/** The job can never succeed: it goes to the failed set at once. The reason is a code, as above. */
export class GiveUp extends UnrecoverableError {}
