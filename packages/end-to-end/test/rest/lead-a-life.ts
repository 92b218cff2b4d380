import { randomBytes } from 'node:crypto'
import { SEND_JOB, SMS_QUEUE, sendJobId } from '@gatehouse/contracts'
import type { Test } from 'tap'
import type { ProviderServer } from '../../providers/provider-server.ts'
import { codeIn, messagesTo, messageTo, wrongCode } from '../fixtures/inbox.ts'
import type { Person } from '../fixtures/people.ts'
import { at, call, newNumber, signedIn } from '../fixtures/people.ts'
import { openQueue } from '../fixtures/queue-tool.ts'
import type { Stack } from '../fixtures/start-stack.ts'
import { until } from '../fixtures/until.ts'
import type { Secret } from './find-secrets.ts'

const REFUSES_THE_NUMBER = { kind: 'fail', status: 400, code: '21211' } as const
const BREAKS = { kind: 'fail', status: 500, code: '20500' } as const

/** Everything that people, bots and providers do to the two services. @returns all that was to stay secret. */
export async function leadALife(t: Test, stack: Stack, twilio: ProviderServer): Promise<Secret[]> {
  const password = `${randomBytes(12).toString('hex')} horse`
  const [holder, rival] = [await signedIn(stack.identity, { password }), await signedIn(stack.identity, { password })]
  const numbers = [newNumber(), newNumber(), newNumber()]
  const [proved = '', refused = '', broken = ''] = numbers
  await proveAndContest(stack, holder, rival, proved)
  twilio.next(REFUSES_THE_NUMBER)
  await failToSend(stack, rival, refused)
  twilio.next(BREAKS)
  await failToSend(stack, holder, broken, 'sent')
  const marker = await addBadJobs(t, stack)
  const tokens = [holder, rival].flatMap(({ token, refreshToken }) => [token, refreshToken])
  const more = await signInAgain(stack, holder, password)
  const chosen = await forgetPassword(stack, holder, proved)
  const messages = (await Promise.all(numbers.map((number) => messagesTo(stack.notification, number)))).flat()
  t.ok(messages.length >= 4, 'messages were sent, whose codes are looked for')
  return [
    ...messages.map((sms) => ({ what: 'a code', text: codeIn(sms) })),
    // Without its country code, as some would write it.
    ...numbers.map((number) => ({ what: 'a phone number', text: number.slice(3) })),
    ...[...tokens, ...more].map((text) => ({ what: 'a token', text })),
    ...[holder, rival].map(({ email }) => ({ what: 'an e-mail address', text: email })),
    ...[password, chosen].map((text) => ({ what: 'a password', text })),
    { what: 'the bad job', text: marker }
  ]
}

async function proveAndContest(stack: Stack, holder: Person, rival: Person, number: string) {
  const { notification, identities } = stack
  const withoutLimits = identities.at(-1) ?? stack.identity
  await holder.post('complete-profile', { phone_number: number, country: 'DE', city: 'Berlin', skills: 'Go' })
  await holder.sendCode(number)
  await messageTo(notification, number)
  await holder.sendCode(number) // Refused: too soon.
  await at(withoutLimits, holder).sendCode(number)
  const code = codeIn(await messageTo(notification, number, 2))
  await holder.verify(wrongCode(code))
  await expectStatus(200, holder.verify(code))
  await at(withoutLimits, rival).sendCode(number)
  const rivals = codeIn(await messageTo(notification, number, 3))
  await expectStatus(409, rival.verify(rivals))
}

async function failToSend(stack: Stack, person: Person, number: string, end = 'failed') {
  const { sendCode, verification } = at(stack.identities.at(-1) ?? stack.identity, person)
  await expectStatus(200, sendCode(number))
  await until(`the message is ${end}`, async () => (await verification())?.status === end)
}

async function addBadJobs(t: Test, stack: Stack): Promise<string> {
  const marker = `marker-${randomBytes(8).toString('hex')}`
  const jobs = openQueue(t, stack.queueUrl).producer(SMS_QUEUE)
  const id = crypto.randomUUID()
  const unreadable = {
    message_id: id,
    purpose: 'phone_verification',
    template: 'phone_verification',
    locale: 'en',
    country: 'DE',
    expires_at: new Date(Date.now() + 60_000).toISOString(),
    sealed: 'a.b.c.d.e'
  }
  await jobs.add(SEND_JOB, { message_id: marker, to: marker }, sendJobId('malformed'))
  await jobs.add(SEND_JOB, unreadable, sendJobId(id))
  const isTold = (job: string) =>
    stack
      .output()
      .split('\n')
      .some((line) => line.includes(job) && line.includes('invalid_job'))
  await until('the malformed job is refused', () => isTold(sendJobId('malformed')))
  await until('the unreadable job is refused', () => isTold(sendJobId(id)))
  return marker
}

/** A wrong password, a right one, a refresh, a token out of place, and the end of the session. */
async function signInAgain({ identity }: Stack, { email }: Person, password: string): Promise<string[]> {
  await expectStatus(401, call(identity, 'POST', 'login', { email, password: `${password}!` }))
  const { body } = await expectStatus(200, call(identity, 'POST', `login/?email=${email}&x=`, { email, password }))
  const { token = '', refresh_token = '' } = body
  const refreshed = await expectStatus(200, call(identity, 'POST', 'refresh', { refresh_token }))
  await expectStatus(400, call(identity, 'POST', 'refresh', { refresh_token, email }))
  await expectStatus(401, call(identity, 'GET', 'profile', undefined, { token: `${token}x` }))
  await expectStatus(409, call(identity, 'POST', 'register', { email, password }))
  await expectStatus(200, call(identity, 'POST', 'logout', {}, { token }))
  return [token, refresh_token, refreshed.body.token ?? '', refreshed.body.refresh_token ?? '']
}

/** A new password by a code to the phone, after a wrong one. @returns the new password */
async function forgetPassword({ identities, notification }: Stack, { email }: Person, number: string) {
  const door = identities.at(-1) as { url: string }
  const new_password = `${randomBytes(12).toString('hex')} donkey`
  const before = (await messagesTo(notification, number)).length
  await expectStatus(200, call(door, 'POST', 'forgot-password', { email }))
  const code = codeIn(await messageTo(notification, number, before + 1))
  await expectStatus(400, call(door, 'POST', 'reset-password', { email, code: wrongCode(code), new_password }))
  await expectStatus(200, call(door, 'POST', 'reset-password', { email, code, new_password }))
  return new_password
}

async function expectStatus<A extends { status: number }>(status: number, asked: Promise<A>): Promise<A> {
  const answer = await asked
  if (answer.status !== status) throw new Error(`${answer.status} instead of ${status}: ${JSON.stringify(answer)}`)
  return answer
}
