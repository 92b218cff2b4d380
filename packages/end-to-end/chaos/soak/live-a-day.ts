import { setTimeout as pause } from 'node:timers/promises'
import { wrongCode } from '../../test/fixtures/inbox.ts'
import type { Door } from '../../test/fixtures/people.ts'
import { at, call, newNumber, PASSWORD, signedIn } from '../../test/fixtures/people.ts'
import type { Scene } from '../scene/open-scene.ts'
import type { Answers } from './answers.ts'
import type { Inbox } from './inbox.ts'
import type { Random } from './random.ts'
import { pick } from './random.ts'

/** The soak's, or any that has doors and a provider. */
export type Place = Pick<Scene, 'ask'> & { stack: { identities: Door[] } }
export type World = { scene: Place; inbox: Inbox; answers: Answers; random: Random }

const RESENDS = 0.2
const WRONG_CODES = 0.5
const PATIENCE_MS = 60_000
const LOOK_EVERY_MS = 50

/** What one person does: an account, a code, a proven phone, and coming back. Each request takes any of the doors. */
export async function liveADay(world: World) {
  const { scene, answers, random } = world
  const door = () => pick(random, scene.stack.identities)
  const registered = await answers.note(
    'register',
    200,
    signedIn(door()).then((person) => ({ status: 200, person }))
  )
  if (!registered) return
  const { person } = registered
  const number = newNumber()
  const here = () => at(door(), person)
  await answers.note('profile', 200, here().get('profile'))
  if (!(await askForCode(world, here(), number))) return
  if (random() < RESENDS) await askForCode(world, here(), number)
  const code = await codeOn(world, number)
  if (!code) return
  await answers.note('phone-verification', 200, here().get('phone-verification'))
  if (random() < WRONG_CODES) await answers.note('verify-phone, wrong', 400, here().verify(wrongCode(code)))
  await answers.note('verify-phone', 200, here().verify(code))
  const { address, refreshToken, email } = person
  await answers.note('refresh', 200, call(door(), 'POST', 'refresh', { refresh_token: refreshToken }, { address }))
  await answers.note('login', 200, call(door(), 'POST', 'login', { email, password: PASSWORD }, { address }))
  await answers.note('profile', 200, here().get('profile'))
}

type Caller = ReturnType<typeof at>

const askForCode = ({ scene, answers }: World, caller: Caller, number: string) =>
  answers.note(
    'send-phone-verification',
    200,
    scene.ask([{ person: caller, number }]).then(([send]) => ({ status: send?.status }))
  )

/** Waits as a person would, and gives up as one would. */
async function codeOn({ inbox }: World, number: string) {
  const giveUpAt = performance.now() + PATIENCE_MS
  while (performance.now() < giveUpAt) {
    const code = await inbox.codeOn(number)
    if (code) return code
    await pause(LOOK_EVERY_MS)
  }
  return undefined
}
