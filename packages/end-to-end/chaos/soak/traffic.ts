import { setTimeout as pause } from 'node:timers/promises'
import type { World } from './live-a-day.ts'
import { liveADay } from './live-a-day.ts'

const CLIENTS = 16
const LONGEST_RATE_STEP_MS = 20

/** How many days people live in a second if each begins as the one before ends: what this machine can, today. */
export async function measureCapacity(world: World, seconds: number): Promise<number> {
  await Promise.all(Array.from({ length: CLIENTS }, () => liveADay(world))) // Cold programs are no measure.
  const startedAt = performance.now()
  let lived = 0
  const client = async () => {
    while (performance.now() < startedAt + seconds * 1000) {
      await liveADay(world)
      lived++
    }
  }
  await Promise.all(Array.from({ length: CLIENTS }, client))
  return lived / ((performance.now() - startedAt) / 1000)
}

/** Begins so many days each second, whatever becomes of those before, as people do. @returns when the last has ended */
export function keepComing(world: World, perSecond: number, seconds: number): Promise<number> {
  const endAt = performance.now() + seconds * 1000
  return keepComingUntil(world, perSecond, () => performance.now() > endAt)
}

/** The same for as long as it takes. */
export async function keepComingUntil(world: World, perSecond: number, isOver: () => boolean): Promise<number> {
  const startedAt = performance.now()
  const days: Promise<void>[] = []
  while (!isOver()) {
    const elapsed = performance.now() - startedAt
    while (days.length < (elapsed / 1000) * perSecond) days.push(liveADay(world))
    await pause(LONGEST_RATE_STEP_MS)
  }
  await Promise.all(days)
  return days.length
}
