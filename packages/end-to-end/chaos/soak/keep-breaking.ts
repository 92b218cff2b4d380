import { setTimeout as pause } from 'node:timers/promises'
import type { Scene } from '../scene/open-scene.ts'
import type { Answered } from './answers.ts'
import type { Allowed, Fault } from './faults.ts'
import { FAULTS } from './faults.ts'
import type { Random } from './random.ts'

export type Done = { name: string; allows: Allowed | undefined; from: number; to: number }

const EVERY_MS = 15_000
// A connection that was kept open may turn out to be dead a little later.
const AFTERWARDS_MS = 3000

/** One fault every 15 s, each of them once before any comes again, in an order that the seed decides. */
export async function keepBreaking(scene: Scene, random: Random, endAt: number, tell: (fault: Fault) => void) {
  const done: Done[] = []
  let waiting: Fault[] = []
  while (performance.now() + EVERY_MS < endAt) {
    const from = performance.now()
    if (waiting.length === 0) waiting = [...FAULTS]
    const [fault] = waiting.splice(Math.floor(random() * waiting.length), 1)
    if (!fault) break
    tell(fault)
    await fault.run(scene, random)
    done.push({ name: fault.name, allows: fault.allows, from, to: performance.now() })
    await pause(Math.max(0, EVERY_MS - (performance.now() - from)))
  }
  return done
}

/** Whether the contract allows this answer because of one of these faults. */
export const isAllowed = ({ at, ms, status }: Answered, faults: Done[]) =>
  faults.some(
    ({ allows, from, to }) =>
      at <= to + AFTERWARDS_MS &&
      at + ms >= from &&
      (allows === 'no answer' ? status === undefined : allows === 'unavailable' && (status ?? 0) >= 500)
  )
