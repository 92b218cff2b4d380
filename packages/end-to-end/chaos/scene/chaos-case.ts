import { availableParallelism } from 'node:os'
import type { Test } from 'tap'
import t from 'tap'
import { keepFigures } from './figures.ts'
import { holdInvariants } from './invariants.ts'
import type { Scene, SceneOptions } from './open-scene.ts'
import { openScene } from './open-scene.ts'
import type { Home } from './stores.ts'
import { HOMES } from './stores.ts'
import { takeSeat } from './take-seat.ts'

const LEFT_OPEN_MS = 5000

export type Case = {
  /** `C1` to `C39`, or a name, as in docs/guarantees.md. */
  id: string
  /** What is done to the system, in words. */
  fault: string
  /** Whether nobody can know if the provider took the message: then one duplicate with the same code is allowed. */
  isAmbiguous?: boolean
  /** Where the queue may live; both, unless told. */
  homes?: Home[]
  /** Where it cannot apply, and why. */
  not?: { home: Home['name']; why: string }
  /** A sentence if this machine lacks what the fault takes. */
  missing?: string | false
  /** Whether so many people ask at once that no other case may run beside it. */
  isCrowd?: boolean
  scene?: SceneOptions | ((home: Home['name']) => SceneOptions)
}

// Nearly all of a case is waiting, so both homes wait at the same time.
t.jobs = HOMES.length

/** Does one thing to the whole system, on both homes of the queue, and holds every invariant afterwards. */
export function chaosCase(
  { id, fault, isAmbiguous = false, not, missing = false, isCrowd = false, homes = HOMES, scene }: Case,
  body: (scene: Scene) => Promise<void>
) {
  for (const home of homes) {
    const name = `${id}${isAmbiguous ? ' ◆' : ''} ${fault}, on ${home.name}`
    if (not?.home === home.name) {
      t.test(`${name}: does not apply, since ${not.why}`, async (t) => t.pass(not.why))
      continue
    }
    const ended = t.test(name, { skip: missing || home.backend.missing, buffered: true }, async (t) => {
      const leave = await takeSeat('machine', 1, { isShared: !isCrowd })
      if (!isCrowd) t.teardown(leave)
      const opened = await openInTurn(t, home, typeof scene === 'function' ? scene(home.name) : scene)
        .then((opened) => body(opened).then(() => opened))
        .finally(() => isCrowd && leave())
      keepFigures(await holdInvariants(opened, { id, fault, isAmbiguous }))
    })
    endAfter(ended)
  }
}

let running = 0

// What a case that failed has left open would keep its process alive for as long as the suite has patience.
function endAfter(ended: Promise<unknown>) {
  running++
  const end = () => {
    running--
    if (running === 0 && !t.passing()) setTimeout(() => process.exit(1), LEFT_OPEN_MS).unref()
  }
  ended.then(end, end)
}

// A start keeps a processor busy, and the rest of a case hardly: too many at once, and what the machine does says nothing.
async function openInTurn(t: Test, home: Home, options?: SceneOptions): Promise<Scene> {
  const giveBack = await takeSeat('start', availableParallelism())
  return openScene(t, home, options).finally(giveBack)
}
