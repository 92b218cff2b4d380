import { setTimeout as pause } from 'node:timers/promises'
import { until } from '../../test/fixtures/until.ts'
import { findSecrets } from '../../test/rest/find-secrets.ts'
import { whatLiesAtRest } from '../../test/rest/what-lies-at-rest.ts'
import type { Fate } from './fates.ts'
import { fatesOf, isSettled } from './fates.ts'
import type { Figures } from './figures.ts'
import type { Scene } from './open-scene.ts'

// A worker's lock, the look for jobs whose worker died, and ten seconds: a duplicate that comes, comes by then.
const LATE_ENOUGH_MS = 15_000 + 5000 + 10_000
const HANGS_MS = 5000
const MOST_SOUGHT = 250

const WHERE_NUMBERS_LIE = /^a phone number in identity\.(users|phone_verifications)$/

type Case = Pick<Figures, 'id' | 'fault' | 'isAmbiguous'>

/** Holds I1 to I6 (docs/guarantees.md) over everything that happened in the scene. @returns its line of the table */
export async function holdInvariants(scene: Scene, about: Case): Promise<Figures> {
  const { t, sends, home } = scene
  await until('every message has its end', async () => (await fatesOf(scene)).every(isSettled))
  const recoveredAt = performance.now()
  await pause(Math.max(0, scene.mendedAt() + LATE_ENOUGH_MS - performance.now()))

  const fates = await fatesOf(scene)
  const promised = sends.filter(({ status }) => status === 200)
  const lost = promised.filter(({ number }) => !fates.some((fate) => fate.number === number && isSettled(fate)))
  t.same(lost, [], 'I1: what was answered has its end')
  const duplicates = fates.filter(({ number }) => arrivalsOf(scene, number).length > messagesOf(fates, number)).length
  if (about.isAmbiguous) holdAmbiguous(scene, fates)
  else t.equal(duplicates, 0, 'I2: no phone got more messages than were asked for')
  const late = fates.filter(({ number, expiresAt }) => arrivalsOf(scene, number).some(({ at }) => at > expiresAt))
  t.same(late, [], 'I4: nothing was taken after its life')
  await holdSecrecy(scene)
  const slowestAnswerMs = Math.round(Math.max(0, ...sends.map(({ ms }) => ms)))
  t.ok(slowestAnswerMs < HANGS_MS, `I6: no request hung (${slowestAnswerMs} ms)`)
  const recoverySeconds = fates.length > 0 ? Math.max(0, recoveredAt - scene.mendedAt()) / 1000 : null
  const counted = { sends: sends.length, accepted: scene.taken().length, duplicates, lost: lost.length }
  return { ...about, home, ...counted, recoverySeconds, slowestAnswerMs }
}

const arrivalsOf = ({ taken }: Scene, number: string) => taken().filter(({ to }) => to === number)
const messagesOf = (fates: { number: string }[], number: string) =>
  fates.filter((fate) => fate.number === number).length

function holdAmbiguous(scene: Scene, fates: Fate[]) {
  const byNumber = [...Map.groupBy(fates, ({ number }) => number)].map(([number, messages]) => ({
    arrivals: arrivalsOf(scene, number),
    messages
  }))
  const tooMany = byNumber.filter(({ arrivals, messages }) => arrivals.length > messages.length + 1)
  scene.t.same(tooMany, [], 'I3: at most one more than was asked for')
  for (const { arrivals, messages } of byNumber) {
    if (arrivals.length <= messages.length) continue
    scene.t.equal(new Set(arrivals.map(({ body }) => body.slice(0, 6))).size, 1, 'I3: with the same code')
    scene.t.ok(
      messages.some(({ wasInDoubt }) => wasInDoubt),
      'I3: and the ledger shows the doubt'
    )
  }
}

async function holdSecrecy({ t, stack, store, taken, sends }: Scene) {
  const codes = some(taken()).map(({ body }) => ({ what: 'a code', text: body.slice(0, 6) }))
  const numbers = some(sends).map(({ number }) => ({ what: 'a phone number', text: number.slice(3) }))
  const found = findSecrets(await whatLiesAtRest(stack, store.folders), [...codes, ...numbers])
  t.same(
    found.filter((finding) => !WHERE_NUMBERS_LIE.test(finding)),
    [],
    'I5: no code and no full number lies anywhere else'
  )
}

// Of thousands, so many from beginning to end: what leaks leaks of each.
const some = <T>(all: readonly T[]) => {
  const step = Math.max(1, Math.ceil(all.length / MOST_SOUGHT))
  return all.filter((_, index) => index % step === 0)
}
