import type { Test } from 'tap'
import { codeFor, codeIn, messagesTo, messageTo, wrongCode } from '../fixtures/inbox.ts'
import { at, newNumber, signedIn } from '../fixtures/people.ts'
import type { Stack } from '../fixtures/start-stack.ts'
import { until } from '../fixtures/until.ts'

const NUMBER = '+14155552671'

/** Of a number as in life: the message arrives, its code works once, and both services learn of it. */
export async function proveNumber(t: Test, { identity, notification, query }: Stack) {
  const person = await signedIn(identity)
  const sent = await person.sendCode(NUMBER)
  t.equal(sent.status, 200)
  t.match(sent.body, {
    message: 'Code sent',
    verification: { phone_number: NUMBER, failure: null, attempts_remaining: 5 }
  })
  t.equal(sent.body.verification?.status, 'queued', 'it was answered before it was sent')

  const sms = await messageTo(notification, NUMBER)
  await until('the client sees "sent"', async () => (await person.verification())?.status === 'sent')
  const verified = await person.verify(codeIn(sms))
  t.equal(verified.status, 200)
  t.match(verified.body, { message: 'Phone verified', user: { phone_number: NUMBER, phone_verified: true } })
  t.match(await person.verification(), { status: 'verified' })
  t.match((await person.verify(codeIn(sms))).body, { code: 'no_pending_verification' }, 'the second use')

  const [ledger] = await until('the ledger learns that it was verified', () =>
    query('select * from notification.sms_messages where id = $1 and verified_at is not null', [sms.id]).then(
      (rows) => rows.length > 0 && rows
    )
  )
  t.match(ledger, { state: 'accepted', provider: 'inbox', country: 'US', number_ending: '671', attempt: 1 })
  t.equal((await messagesTo(notification, NUMBER)).length, 1)
}

/** Five wrong tries, and the right code is worth nothing. */
export async function lockAfterFiveTries(t: Test, { identity, notification }: Stack) {
  const [person, number] = [await signedIn(identity), newNumber()]
  await person.sendCode(number)
  const code = await codeFor(notification, number)
  for (const left of [4, 3, 2, 1, 0]) {
    const { status, body } = await person.verify(wrongCode(code))
    t.equal(status, 400)
    t.match(body, { error: 'Invalid code', code: 'invalid_code', details: { attempts_remaining: left } })
  }
  const sixth = await person.verify(code)
  t.match(sixth, { status: 400, body: { code: 'no_pending_verification' } })
  t.match(await person.verification(), { status: 'locked', attempts_remaining: 0 })
}

/** Within the minute it is refused; where limits do not hold, a resend carries the same code. */
export async function resend(t: Test, { identity, identities, notification }: Stack) {
  const [person, number] = [await signedIn(identity), newNumber()]
  const first = await person.sendCode(number)
  const code = await codeFor(notification, number)
  const refused = await person.sendCode(number)
  t.match(refused, { status: 429, body: { code: 'rate_limited' } })
  const seconds = Number(refused.body.details?.retry_after)
  t.ok(seconds > 0 && seconds <= 60, `retry_after is ${seconds}`)
  t.equal(refused.headers.get('retry-after'), `${seconds}`)

  const unlimited = identities.at(-1) ?? identity
  const again = await at(unlimited, person).sendCode(number)
  t.match(again, { status: 200, body: { message: 'Code sent' } })
  t.equal(again.body.verification?.id, first.body.verification?.id)
  t.equal(codeIn(await messageTo(notification, number, 2)), code)
}

/** Who comes second learns that the number is taken only by proving to hold it. */
export async function keepNumberToOneAccount(t: Test, { identity, identities, notification }: Stack) {
  const [holder, other, number] = [await signedIn(identity), await signedIn(identity), newNumber()]
  await holder.sendCode(number)
  await holder.verify(await codeFor(notification, number))

  // At the process without limits: the number has just had its message of this minute.
  const { sendCode, verify } = at(identities.at(-1) ?? identity, other)
  t.match(await sendCode(number), { status: 200, body: { message: 'Code sent' } })
  const code = codeIn(await messageTo(notification, number, 2))
  t.match(await verify(wrongCode(code)), { status: 400, body: { code: 'invalid_code' } })
  t.match(await verify(code), { status: 409, body: { code: 'phone_taken' } })
  t.match((await other.get('profile')).body.user, { phone_number: null, phone_verified: false })
  t.match((await holder.get('profile')).body.user, { phone_number: number, phone_verified: true })
}
