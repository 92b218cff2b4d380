import { createHmac, randomBytes } from 'node:crypto'
import { verify } from '@node-rs/argon2'
import { Refusal } from '../refusal.ts'
import type { Operator, OperatorEntry } from './operator.ts'
import { LONGEST_PASSWORD } from './password.ts'
import { countTries } from './tries.ts'

const REMEMBERED_MS = 10 * 60_000
/** A check costs 20 ms of a core and 19 MiB: one at a time, and not many in line. */
const MOST_WAITING = 20

export type SignIn = ReturnType<typeof operatorSignIn>
export type Credentials = { name: string; password: string; address: string }

/**
 * Tells who signs in, or undefined. A Basic sign-in comes with every request, so a right one is remembered, by a keyed
 * hash, until it was not used for ten minutes: it costs nothing then, and no guesser can hold it up. An unknown name takes
 * as long as a wrong password.
 */
export function operatorSignIn(entries: OperatorEntry[], now: () => Date) {
  const key = randomBytes(32)
  const tries = countTries()
  const inLine = queueOf(MOST_WAITING)
  const remembered = new Map<string, { operator: Operator; until: number }>()
  const underWay = new Map<string, Promise<Operator | undefined>>()

  async function check({ name, password, address }: Credentials): Promise<Operator | undefined> {
    // First, so that a flood that is not even looked at uses up nobody's tries.
    inLine.refuseIfFull()
    const takeBack = tries.begin(name, address, now())
    const known = entries.find((entry) => entry.name === name)
    const against = known ?? entries[0]
    const matches = await inLine.take(
      async () => against !== undefined && verify(against.hash, password.normalize('NFC'))
    )
    if (!known || !matches) return undefined
    takeBack()
    return { name: known.name, role: known.role }
  }

  return async (credentials: Credentials): Promise<Operator | undefined> => {
    const { name, password } = credentials
    if (password.length > LONGEST_PASSWORD) return undefined
    const digest = createHmac('sha256', key)
      .update(JSON.stringify([name, password]))
      .digest('base64')
    const found = remembered.get(digest)
    if (found && now().getTime() < found.until) {
      found.until = now().getTime() + REMEMBERED_MS
      return found.operator
    }
    remembered.delete(digest)
    // A page asks for several things at once: that is one try.
    const asked = underWay.get(digest) ?? check(credentials).finally(() => underWay.delete(digest))
    underWay.set(digest, asked)
    const operator = await asked
    if (operator) remembered.set(digest, { operator, until: now().getTime() + REMEMBERED_MS })
    return operator
  }
}

function queueOf(most: number) {
  let waiting = 0
  let last: Promise<unknown> = Promise.resolve()
  return {
    refuseIfFull: () => {
      if (waiting >= most) throw new Refusal('overloaded', { retry_after: 2 })
    },
    take: async <T>(work: () => Promise<T>): Promise<T> => {
      waiting++
      const turn = last.then(work).finally(() => waiting--)
      last = turn.catch(() => {})
      return turn
    }
  }
}
