import { setTimeout as pause } from 'node:timers/promises'
import { fatesOf, isSettled } from '../scene/fates.ts'
import type { Scene } from '../scene/open-scene.ts'
import { createAnswers } from './answers.ts'
import { openInbox } from './inbox.ts'
import type { Done } from './keep-breaking.ts'
import { isAllowed, keepBreaking } from './keep-breaking.ts'
import type { World } from './live-a-day.ts'
import { ends } from './memory.ts'
import { seededRandom } from './random.ts'
import { keepComing, measureCapacity } from './traffic.ts'
import { watch } from './watch.ts'

const MEASURED_SECONDS = 12
const HANGS_MS = 5000
// A circuit that opened again and again lets the next message pass after a minute.
const SETTLES_IN_MS = 150_000
// See docs/guarantees.md: a heap that is not full is not collected, so what a process takes rises for a while.
const GROWTH = { factor: 1.3, megabytes: 40 }

/** Ten minutes of life at half of what the machine can, and something breaks every 15 seconds. */
export async function soak(scene: Scene, minutes: number, seed: number) {
  const { t } = scene
  const world = { scene, inbox: openInbox(scene), answers: createAnswers(scene), random: seededRandom(seed) }
  const capacity = await measureCapacity(world, MEASURED_SECONDS)
  const watched = watch(scene, `soak on ${scene.home}, seed ${seed}`)
  watched.say(`${capacity.toFixed(1)} days a second measured; half of it for ${minutes} min`)
  t.ok(capacity > 0, 'there is a capacity')
  const endAt = performance.now() + minutes * 60_000
  const breaking = keepBreaking(scene, seededRandom(seed + 1), endAt, ({ name }) => watched.say(name))
  const days = await keepComing(world, capacity / 2, minutes * 60)
  const faults = await breaking
  scene.mended()
  await settled(scene)
  watched.stop()
  holdAnswers(scene, world, faults, watched.say)
  holdMemory(scene, watched)
  watched.say(`${days} days, ${world.answers.all.length} requests, ${faults.length} faults, all settled`)
}

function holdAnswers({ t }: Scene, { answers }: World, faults: Done[], say: (words: string) => void) {
  const unexpected = answers.all.filter(({ isExpected }) => !isExpected)
  say(`${unexpected.length} of ${answers.all.length} requests were not answered as on a good day`)
  t.same(
    unexpected.filter((answer) => !isAllowed(answer, faults)),
    [],
    'what failed, failed in a fault that shows'
  )
  const slowest = Math.round(Math.max(...answers.all.map(({ ms }) => ms)))
  say(`slowest request of any kind ${slowest} ms`)
  t.ok(slowest < HANGS_MS, `I6: no request of any kind hung (${slowest} ms)`)
}

function holdMemory({ t }: Scene, { memory, say }: ReturnType<typeof watch>) {
  for (const [name, values] of memory) {
    const { first, last } = ends(values)
    say(`memory of ${name}: ${first} MB in the first quarter, ${last} MB in the last`)
    t.ok(
      last <= first * GROWTH.factor + GROWTH.megabytes,
      `the memory of ${name} is flat: ${first} MB, then ${last} MB`
    )
  }
}

async function settled(scene: Scene) {
  const giveUpAt = performance.now() + SETTLES_IN_MS
  while (performance.now() < giveUpAt && !(await fatesOf(scene)).every(isSettled)) await pause(500)
}
