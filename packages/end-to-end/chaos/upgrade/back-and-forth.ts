import type { Service } from '../../test/fixtures/service.ts'
import { until } from '../../test/fixtures/until.ts'
import type { Scene } from '../scene/open-scene.ts'
import type { World } from '../soak/live-a-day.ts'
import type { Closed } from './closed-doors.ts'
import { liveThrough } from './live-through.ts'

/** Messages that go out while it stays as it is: either version's jobs meet whoever works then. */
const SIDE_BY_SIDE = 6

/** Where the two versions lie. */
export type Checkouts = { old: string; new: string }

/**
 * Forward, back on the new schema, and forward again. Once the identities go first, so that new ones hand over to old
 * workers; on the way back old ones hand over to new workers; and once the workers go first.
 * @returns when the door of an old identity was closed
 */
export async function goBackAndForth(scene: Scene, world: World, checkouts: Checkouts, say: (words: string) => void) {
  const { identities, notifications } = scene.stack
  const closed: Closed[] = []
  const round = async (words: string, services: Service[], to: string) => {
    say(words)
    for (const service of services)
      await liveThrough(world, () => replace(scene, service, to, to === checkouts.new ? closed : []))
  }
  await round('forward, identities first', [...identities, ...notifications], checkouts.new)
  await round('back on the new schema, identities first', [...identities, ...notifications], checkouts.old)
  await round('forward again, workers first', [...notifications, ...identities], checkouts.new)
  return closed
}

async function replace(scene: Scene, service: Service, checkout: string, closed: Closed[]) {
  const from = performance.now()
  scene.t.equal(await service.stop(), 0, `${service.name} ends in order`)
  service.startAgain({}, checkout)
  await service.ready()
  if (service.name === 'identity') closed.push({ from, to: performance.now() })
  await sendSome(scene)
}

/** Waits until so many more have been sent. */
export function sendSome({ twilio }: Scene) {
  const enough = twilio.taken.length + SIDE_BY_SIDE
  return until('messages go out side by side', () => twilio.taken.length >= enough)
}
