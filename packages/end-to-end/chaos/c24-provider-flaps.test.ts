import { setTimeout as pause } from 'node:timers/promises'
import { arrivals, posts } from '../test/fixtures/phones.ts'
import { until } from '../test/fixtures/until.ts'
import { chaosCase } from './scene/chaos-case.ts'
import type { Scene } from './scene/open-scene.ts'

const BROKEN = { kind: 'fail', status: 401, code: '20003' } as const
const OPENS_AFTER = 5
const PEOPLE = 50
const scene = { withSns: true }

chaosCase({ id: 'C24', fault: 'Twilio breaks, is back, breaks at the probe, and is back', scene }, async (scene) => {
  const { twilio, sns, t } = scene
  const people = await scene.gather(OPENS_AFTER + PEOPLE)
  twilio.always(BROKEN)
  for (let count = 0; count < OPENS_AFTER; count++) await through(scene, people)
  t.equal(posts(twilio), OPENS_AFTER)
  twilio.always({ kind: 'take' })
  for (let count = 0; count < 3; count++) await through(scene, people)
  t.equal(posts(twilio), OPENS_AFTER, 'it is back, and left alone for its time: no ping-pong')

  twilio.always(BROKEN)
  const probedAt = await untilCalled(scene, people, OPENS_AFTER + 1)
  twilio.always({ kind: 'take' })
  const tookAt = await untilCalled(scene, people, OPENS_AFTER + 2)
  t.ok(tookAt - probedAt > 10_000, 'a probe that failed makes the next rest longer')
  t.equal(twilio.taken.length, 1, 'the second probe is taken')
  scene.mended()
  const before = sns?.taken.length
  for (let count = 0; count < 3; count++) await through(scene, people)
  t.equal(sns?.taken.length, before, 'and from then on everything is')
})

/** One message, from the request to some phone. */
async function through(scene: Scene, people: Awaited<ReturnType<Scene['gather']>>) {
  const sender = people.pop()
  if (!sender) throw new Error('more people are needed')
  await scene.ask([sender])
  await until('it arrives', () => arrivals({ taken: scene.taken() }, sender.number) === 1)
}

/** Sends now and then, as people come, until Twilio was called so often. @returns when */
async function untilCalled(scene: Scene, people: Awaited<ReturnType<Scene['gather']>>, count: number) {
  while (posts(scene.twilio) < count) {
    await through(scene, people)
    await pause(1000)
  }
  scene.t.equal(posts(scene.twilio), count, 'one probe at a time')
  return performance.now()
}
