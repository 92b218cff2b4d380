// Looks come every five seconds: half a minute, and a quarter of one.
const STUCK_AFTER_LOOKS = 6
const SUSPECT_AFTER_LOOKS = 3

/** What is seen of a worker: the id of the job that waits longest, how many it has begun, and whether it has free hands. */
export type Look = { oldest: string | undefined; begun: number; hasFreeHands: boolean }
export type Verdict = 'fine' | 'suspect' | 'stuck'

/**
 * Tells a worker that is wedged from one that has nothing to do; both look alike from inside. It is stuck when the same
 * job waits at look after look though hands are free and none has been begun. Looks are counted, not seconds: a process
 * that was frozen has not been idle all that time.
 */
export function idleOrStuck(): (look: Look) => Verdict {
  let last: Look = { oldest: undefined, begun: 0, hasFreeHands: true }
  let unchanged = 0
  return (look) => {
    const isUnchanged = look.oldest !== undefined && look.oldest === last.oldest && look.begun === last.begun
    unchanged = isUnchanged && look.hasFreeHands ? unchanged + 1 : 0
    last = look
    if (unchanged > 0 && unchanged % STUCK_AFTER_LOOKS === 0) return 'stuck'
    return unchanged >= SUSPECT_AFTER_LOOKS ? 'suspect' : 'fine'
  }
}
