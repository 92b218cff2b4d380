import type { Test } from 'tap'
import type { Person } from '../test/fixtures/people.ts'
import { newNumber, signedIn } from '../test/fixtures/people.ts'
import { until } from '../test/fixtures/until.ts'
import type { Front } from '../test/stacks/front.ts'
import type { Containers } from './start-containers.ts'

const PEOPLE = 12

type Asked = { person: Person; number: string; isFirst: boolean }

/** Kills a container while people ask for codes. Who gets no answer asks again; every code that was promised comes. */
export async function crash(t: Test, { aimAt }: Containers, front: Front, service: string) {
  const people = await Promise.all(Array.from({ length: PEOPLE }, () => signedIn(front)))
  const kill = await aimAt(service)
  const [some, others] = [people.slice(0, PEOPLE / 2), people.slice(PEOPLE / 2)]
  const asking = some.map(askUntilPromised)
  kill()
  asking.push(...others.map(askUntilPromised))
  const asked = await Promise.all(asking)
  for (const { person, number, isFirst } of asked) {
    const code = await until('a code arrives', async () => (await smsTo(front, number)).at(-1)?.slice(0, 6), 100)
    await until(`${service} is back`, async () => (await person.verify(code).catch(() => undefined))?.status === 200)
    const count = await until('the phone can be read', async () => (await smsTo(front, number)).length || undefined)
    if (isFirst) t.equal(count, 1, 'what was answered at once came once')
  }
  const again = asked.filter(({ isFirst }) => !isFirst).length
  return `${PEOPLE} codes asked for, ${again} of them again, lost 0`
}

/** None while nobody can tell. */
const smsTo = (front: Front, number: string) => front.smsTo(number).catch((): string[] => [])

async function askUntilPromised(person: Person): Promise<Asked> {
  const number = newNumber()
  const isPromised = async () => (await person.sendCode(number).catch(() => undefined))?.status === 200
  const isFirst = await isPromised()
  if (!isFirst) await until('a code is promised', isPromised, 300)
  return { person, number, isFirst }
}
