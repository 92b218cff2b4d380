import type { Test } from 'tap'
import { messagesTo, messageTo } from '../fixtures/inbox.ts'
import { newNumber, signedIn } from '../fixtures/people.ts'
import type { Stack } from '../fixtures/start-stack.ts'

const SENDS = 20

/** From the answer to the moment at which the inbox shows the message: a figure, not a gate. */
export async function timeArrivals(t: Test, { identity, notification }: Stack) {
  const times: number[] = []
  for (let n = 0; n < SENDS; n++) {
    const [person, number] = [await signedIn(identity), newNumber()]
    t.equal((await person.sendCode(number)).status, 200)
    const answeredAt = performance.now()
    await messageTo(notification, number)
    times.push(performance.now() - answeredAt)
    t.equal((await messagesTo(notification, number)).length, 1)
  }
  const [median, slowest] = [SENDS / 2, SENDS - 1].map((rank) => times.toSorted((a, b) => a - b)[rank] ?? 0)
  t.comment(
    `from the answer to the inbox: median ${median?.toFixed(0)} ms, slowest ${slowest?.toFixed(0)} ms of ${SENDS}`
  )
}
