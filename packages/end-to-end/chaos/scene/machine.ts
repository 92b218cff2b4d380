import { rmSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Test } from 'tap'
import { say } from './figures.ts'

export type Machine = {
  /** The time since then, in ms, without what the machine itself stood still: that is nobody's answer. */
  msSince: (startedAt: number) => number
}

type Round = { from: number; to: number }

const LOOK_EVERY_MS = 100
// A busy machine takes its time for a round; one that was paused, or whose disk was, takes this long.
const STANDSTILL_MS = 2000

/** Watches whether this machine runs at all: a timer that fires, and a few bytes that reach the disk. */
export function watchMachine(t: Test): Machine {
  const file = join(tmpdir(), `gatehouse-machine-${process.pid}-${crypto.randomUUID()}`)
  const standstills: Round[] = []
  let began = performance.now()
  let isWatching = true

  async function watch() {
    while (isWatching) {
      began = performance.now()
      await pause(LOOK_EVERY_MS, undefined, { ref: false })
      await writeFile(file, '.', { flush: true })
      const round = { from: began, to: performance.now() }
      if (!isStandstill(round)) continue
      standstills.push(round)
      say(`the machine stood still for ${Math.round(round.to - round.from)} ms`)
    }
    rmSync(file, { force: true })
  }
  void watch()
  t.teardown(() => {
    isWatching = false
  })

  return {
    msSince: (startedAt) => {
      const now = performance.now()
      const stood = [...standstills, { from: began, to: now }].filter(isStandstill)
      return now - startedAt - stood.reduce((sum, { from, to }) => sum + Math.max(0, to - Math.max(from, startedAt)), 0)
    }
  }
}

const isStandstill = ({ from, to }: Round) => to - from >= STANDSTILL_MS
