import t from 'tap'
import { keepFigures } from './figures.ts'
import { holdInvariants } from './invariants.ts'
import type { Scene, SceneOptions } from './open-scene.ts'
import { openScene } from './open-scene.ts'
import type { Home } from './stores.ts'
import { HOMES } from './stores.ts'

export type Case = {
  /** `C1` to `C39`, as in docs/guarantees.md. */
  id: string
  /** What is done to the system, in words. */
  fault: string
  /** Whether nobody can know if the provider took the message: then one duplicate with the same code is allowed. */
  isAmbiguous?: boolean
  /** Where it cannot apply, and why. */
  not?: { home: Home['name']; why: string }
  /** A sentence if this machine lacks what the fault takes. */
  missing?: string | false
  scene?: SceneOptions | ((home: Home['name']) => SceneOptions)
}

/** Does one thing to the whole system, on both homes of the queue, and holds every invariant afterwards. */
export function chaosCase(
  { id, fault, isAmbiguous = false, not, missing = false, scene }: Case,
  body: (scene: Scene) => Promise<void>
) {
  for (const home of HOMES) {
    const name = `${id}${isAmbiguous ? ' ◆' : ''} ${fault}, on ${home.name}`
    if (not?.home === home.name) {
      t.test(`${name}: does not apply, since ${not.why}`, async (t) => t.pass(not.why))
      continue
    }
    t.test(name, { skip: missing || home.backend.missing }, async (t) => {
      const opened = await openScene(t, home, typeof scene === 'function' ? scene(home.name) : scene)
      await body(opened)
      keepFigures(await holdInvariants(opened, { id, fault, isAmbiguous }))
    })
  }
}
