import type { Test } from 'tap'
import { wrongCode } from '../fixtures/inbox.ts'
import { at, call, newNumber, PASSWORD, signedIn } from '../fixtures/people.ts'
import { until } from '../fixtures/until.ts'
import { followTheGuide } from '../flow/guide.ts'
import type { Front } from './front.ts'
import { signInOf } from './front.ts'

const SENDS = 20

/** The end-to-end flow, from outside: what holds of one machine holds of many, whatever stands behind the address. */
export async function flow(t: Test, front: Front) {
  await t.test("the guide's commands give the guide's messages", (t) => followTheGuide(t, { identity: front }))
  await t.test('a code arrives and proves its number once', (t) => proveNumber(t, front))
  await t.test('a session is known to every process, and ended at every one', (t) => comeBack(t, front))
  await t.test('of twenty messages at once each arrives once', (t) => sendAtOnce(t, front))
  await t.test('operators see them, strangers do not', (t) => watch(t, front))
}

/** Waits for the code that came to this phone last. */
export const codeOn = (front: Front, number: string) =>
  until('a code arrives', async () => (await front.smsTo(number)).at(-1)?.slice(0, 6))

async function proveNumber(t: Test, front: Front) {
  const [person, number] = [await signedIn(front), newNumber()]
  t.match(await person.sendCode(number), { status: 200, body: { message: 'Code sent' } })
  const code = await codeOn(front, number)
  await until('the client sees "sent"', async () => (await person.verification())?.status === 'sent')
  t.match(await person.verify(wrongCode(code)), { status: 400, body: { details: { attempts_remaining: 4 } } })
  t.match(await person.verify(code), { status: 200, body: { message: 'Phone verified' } })
  t.match(await person.verify(code), { status: 400, body: { code: 'no_pending_verification' } })
  t.equal((await front.smsTo(number)).length, 1)
}

async function comeBack(t: Test, front: Front) {
  const { email, refreshToken, token } = await signedIn(front)
  const isGood = async (token: string) => (await call(front, 'GET', 'profile', undefined, { token })).status
  t.same(await Promise.all(Array.from({ length: 12 }, () => isGood(token))), Array(12).fill(200))
  const refreshed = await call(front, 'POST', 'refresh', { refresh_token: refreshToken })
  t.match(await call(front, 'POST', 'login', { email, password: PASSWORD }), { status: 200 })
  const next = refreshed.body.token ?? ''
  t.equal((await call(front, 'POST', 'logout', {}, { token: next })).status, 200)
  t.same(await Promise.all(Array.from({ length: 12 }, () => isGood(next))), Array(12).fill(401))
}

async function sendAtOnce(t: Test, front: Front) {
  const people = await Promise.all(Array.from({ length: SENDS }, () => signedIn(front)))
  const numbers = people.map(() => newNumber())
  const answers = await Promise.all(people.map((person, n) => at(front, person).sendCode(numbers[n] ?? '')))
  t.ok(answers.every(({ status }) => status === 200))
  await Promise.all(numbers.map((number) => codeOn(front, number)))
  for (const number of numbers) t.equal((await front.smsTo(number)).length, 1)
}

async function watch(t: Test, front: Front) {
  const messages = `${front.opsUrl}/ops/messages/`
  const page = await fetch(messages, { headers: signInOf(front) })
  t.equal(page.status, 200)
  t.match(await page.text(), /accepted|delivered/)
  if (!front.operator) return
  t.equal((await fetch(messages)).status, 401)
  // It is not there at all where messages are really sent.
  t.ok([401, 404].includes((await fetch(`${front.opsUrl}/inbox/messages.json`)).status))
}
