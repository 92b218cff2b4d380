import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { ROOT } from '../../test/fixtures/run-process.ts'
import type { Answered } from '../soak/answers.ts'

/** From the SIGTERM of a process until the next one was ready at its address. */
export type Closed = { from: number; to: number }

/** Whether that version goes on answering after SIGTERM until the gateway has noticed. */
export const leavesInOrder = (commit: string): Promise<boolean> =>
  promisify(execFile)('git', ['grep', '-q', 'SHUTDOWN_DELAY', commit, '--', 'packages/platform/src'], {
    cwd: ROOT
  }).then(
    () => true,
    () => false
  )

/**
 * The fault of a version that shuts its door at SIGTERM: until the gateway has asked again whether it is ready, a request
 * may meet that door, and Caddy (2.6) cannot send a body a second time.
 */
export const metClosedDoor = (answer: Answered, closed: Closed[]) =>
  answer.status === 502 && wasUnderWay(answer, closed)

/** Whether somebody waited for this answer while a process was not there. */
export const wasUnderWay = ({ at, ms }: Answered, closed: Closed[]) =>
  closed.some(({ from, to }) => at <= to && at + ms >= from)
