import { join } from 'node:path'
import type { Test } from 'tap'
import type { Database } from '../fixtures/database.ts'
import { at, call, newNumber, PASSWORD, signedIn } from '../fixtures/people.ts'
import type { Twilio } from '../fixtures/phones.ts'
import { arrivals, arrivalsAt, codeOn } from '../fixtures/phones.ts'
import type { Stack } from '../fixtures/start-stack.ts'
import { until } from '../fixtures/until.ts'
import type { Asked } from './keep-asking.ts'
import { keepAsking } from './keep-asking.ts'
import type { Known } from './known-messages.ts'
import { hasEnded, knownMessages } from './known-messages.ts'
import { dump, refillQueue, restore } from './postgres-tools.ts'

const ENOUGH = 5
// So slow that much is in hand and much waits while the backup is made.
const SLOW_MS = 3000

type Copy = Database & { queueUrl: string | undefined }

/** The backup is made in the midst of everything; then all processes die, and the copy takes over. */
export async function backUpAndRestore(t: Test, stack: Stack, twilio: Twilio, copy: Copy) {
  const [verified, holder] = await twoWithCodes(stack, twilio)
  t.equal((await verified.person.verify(codeOn(twilio, verified.number))).status, 200)
  const asked = await backUpAndDie(stack, twilio, join(stack.folder, 'backup'))
  await restore(join(stack.folder, 'backup'), copy.url)
  const before = await knownMessages(copy)
  const inHand = before.filter(({ state }) => state === 'sending')
  const sent = before.filter(({ state }) => state === 'accepted')
  const waiting = before.filter(({ state }) => state === null || state === 'pending')
  t.comment(`in the backup: ${sent.length} sent, ${inHand.length} in hand, ${waiting.length} wait`)
  t.ok(Math.min(sent.length, inHand.length, waiting.length) > 0, 'the backup has some of each')

  await startOn(stack, copy)
  await until('every message has its end', async () => (await knownMessages(copy)).every(hasEnded))
  const once = [...sent, ...inHand].map(({ number }) => number)
  t.same(
    await arrivalsAt(twilio, once),
    once.map(() => 1),
    'what the backup says was sent, or was in hand, reached its phone once'
  )
  await holdTheRest(t, twilio, waiting)
  await holdPeople(t, stack, twilio, { verified, holder, latest: latestOf(asked, waiting) })
}

async function twoWithCodes({ identity }: Stack, twilio: Twilio): Promise<[Asked, Asked]> {
  const asked = async () => ({ person: await signedIn(identity), number: newNumber() })
  const both: [Asked, Asked] = [await asked(), await asked()]
  for (const { person, number } of both) await person.sendCode(number)
  await arrivalsAt(
    twilio,
    both.map(({ number }) => number)
  )
  return both
}

async function backUpAndDie({ identity, notification, databaseUrl, query }: Stack, twilio: Twilio, file: string) {
  const load = keepAsking(identity)
  await until('some are sent', () => load.answered.filter(({ number }) => arrivals(twilio, number)).length >= ENOUGH)
  twilio.always({ kind: 'take', latencyMs: SLOW_MS })
  await until('some are in hand and some wait', async () => {
    const known = await knownMessages({ query })
    return [null, 'sending'].every((state) => known.filter((one) => one.state === state).length >= ENOUGH)
  })
  await dump(databaseUrl, file)
  await Promise.all([identity.kill(), notification.kill()])
  await load.end()
  twilio.always({ kind: 'take' })
  return load.answered
}

async function startOn({ identity, notification }: Stack, { url, queueUrl }: Copy) {
  if (queueUrl) await refillQueue(url)
  for (const service of [identity, notification]) service.startAgain({ DATABASE_URL: url, QUEUE_URL: queueUrl })
  await Promise.all([identity.ready(), notification.ready()])
}

// What was sent after the backup it cannot know: that comes again, and says the same.
async function holdTheRest(t: Test, twilio: Twilio, waiting: Known[]) {
  const numbers = waiting.map(({ number }) => number)
  const counts = await arrivalsAt(twilio, numbers)
  const again = numbers.filter((_, index) => (counts[index] ?? 0) > 1)
  t.comment(`${again.length} were sent between the backup and the end, and came again`)
  t.ok(counts.every((count) => count <= 2))
  const codes = (number: string) => twilio.taken.filter(({ to }) => to === number).map(({ body }) => body.slice(0, 6))
  t.ok(
    again.every((number) => new Set(codes(number)).size === 1),
    'with the same code'
  )
}

const latestOf = (asked: readonly Asked[], waiting: Known[]) =>
  asked.filter(({ number }) => waiting.some((one) => one.number === number))

type People = { verified: Asked; holder: Asked; latest: Asked[] }

async function holdPeople(t: Test, { identity }: Stack, twilio: Twilio, { verified, holder, latest }: People) {
  const { email } = verified.person
  const login = await call(identity, 'POST', 'login', { email, password: PASSWORD })
  t.match(login, { status: 200, body: { user: { phone_verified: true } } }, 'people of before sign in')
  t.equal((await at(identity, verified.person).get('profile')).status, 200, 'and their tokens are good')
  const code = twilio.taken.find(({ to }) => to === holder.number)?.body.slice(0, 6) ?? ''
  t.equal((await holder.person.verify(code)).status, 200, 'a code that arrived before is right')
  t.ok(latest.length > 0)
  for (const { person, number } of latest)
    t.equal((await person.verify(codeOn(twilio, number))).status, 200, 'and so is one that waited')
}
