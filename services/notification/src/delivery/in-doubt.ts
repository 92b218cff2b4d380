import { RetryLater } from '@gatehouse/platform/queue/job-endings'

/** The answer to a send was lost: the provider has to be asked, once the message stands in its list. */
export class InDoubt extends RetryLater {
  readonly settleMs: number
  constructor(code: string, settleMs: number) {
    super(`in_doubt: ${code}`, settleMs)
    this.settleMs = settleMs
  }
}
