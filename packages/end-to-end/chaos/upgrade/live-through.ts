import { at, call, newNumber, PASSWORD, signedIn } from '../../test/fixtures/people.ts'
import { until } from '../../test/fixtures/until.ts'
import type { World } from '../soak/live-a-day.ts'
import { pick } from '../soak/random.ts'

const PEOPLE = 5

/** Some sign in and ask for a code before the change; they type it in, refresh and sign in again after it. */
export async function liveThrough(world: World, change: () => Promise<void>) {
  const before = await Promise.all(Array.from({ length: PEOPLE }, () => begin(world)))
  await change()
  await Promise.all(before.map((one) => one && goOn(world, one)))
}

type Begun = NonNullable<Awaited<ReturnType<typeof begin>>>

const door = ({ scene, random }: World) => pick(random, scene.stack.identities)

async function begin(world: World) {
  const { answers, scene } = world
  const registering = signedIn(door(world)).then((person) => ({ status: 200, person }))
  const registered = await answers.note('register', 200, registering)
  if (!registered) return
  const { person } = registered
  const number = newNumber()
  const asking = scene.ask([{ person, number }]).then(([send]) => ({ status: send?.status }))
  const asked = await answers.note('send-phone-verification', 200, asking)
  return asked && { person, number }
}

async function goOn(world: World, { person, number }: Begun) {
  const { answers, inbox } = world
  const { address, refreshToken: refresh_token, email } = person
  const here = () => at(door(world), person)
  await answers.note('profile', 200, here().get('profile'))
  const code = await until('the code arrives', () => inbox.codeOn(number))
  await answers.note('verify-phone', 200, here().verify(code))
  await answers.note('refresh', 200, call(door(world), 'POST', 'refresh', { refresh_token }, { address }))
  await answers.note('login', 200, call(door(world), 'POST', 'login', { email, password: PASSWORD }, { address }))
}
