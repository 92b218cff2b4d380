import { SMS_OUTCOME_QUEUE, verifiedJobId } from '@gatehouse/contracts'
import t from 'tap'
import { HOUR, MINUTE } from '../fixtures/clock.ts'
import { openMessages, otherThan } from '../fixtures/messages.ts'
import type { Person } from '../fixtures/people.ts'
import { call, login, newEmail, newNumber, PASSWORD, signedInUser } from '../fixtures/people.ts'
import { openQueue } from '../fixtures/queue.ts'
import { isRefused } from '../fixtures/replies.ts'
import { answered, forgot, reset, resetCode, verifiedUser } from '../fixtures/resets.ts'
import { startIdentity } from '../fixtures/start-identity.ts'
import { until } from '../fixtures/until.ts'

const identity = await startIdentity(t)
const messages = openMessages(t, identity)
const NEW = 'a quite different one'

const tryReset = ({ email }: Pick<Person, 'email'>, code: string, new_password = NEW) =>
  reset(identity, { email, code, new_password })
const signsIn = async ({ email }: Person, password: string) =>
  (await login(identity, email, password)).statusCode === 200
const history = (person: Person) =>
  identity.query<{ outcome: string; provider: string; ip: string }>(
    `select outcome, provider, ip from identity.activity where user_id = ? and event = 'password_reset' order by at, id`,
    [person.id]
  )

t.test('the code of the phone sets a new password', async (t) => {
  const person = await verifiedUser(identity, messages)
  const code = await resetCode(identity, messages, person)
  const answer = await reset(
    identity,
    { email: person.email.toUpperCase(), code, new_password: NEW },
    { remoteAddress: '10.9.8.7' }
  )
  t.equal(answer.statusCode, 200)
  t.same(Object.keys(answer.json()), ['message'])
  t.notOk(await signsIn(person, PASSWORD))
  t.ok(await signsIn(person, NEW))
  t.same(await history(person), [{ outcome: 'success', provider: 'phone', ip: '10.9.8.7' }])
  const { user } = (await login(identity, person.email, NEW)).json()
  t.match(user, { email_verified: false, phone_verified: true, phone_number: person.phone_number })
  isRefused(t, await tryReset(person, code), 'invalid_code', 'a code works once')
})

t.test('all sessions end, in every process, with the sign-ins that wait to be fetched', async (t) => {
  const beside = await startIdentity(t, { beside: identity })
  const person = await verifiedUser(identity, messages)
  const there = () => call(beside, 'GET', 'profile', undefined, { token: person.token })
  t.equal((await there()).statusCode, 200)
  await identity.query(
    `insert into identity.exchange_codes (code_hash, user_id, provider, is_new_user, ip, expires_at)
     values ('\\x01', ?, 'google', false, '10.0.0.1', ?)`,
    [person.id, new Date(identity.clock.now().getTime() + MINUTE)]
  )
  const code = await resetCode(identity, messages, person)
  t.equal((await tryReset(person, code)).statusCode, 200)
  isRefused(t, await there(), 'session_revoked')
  isRefused(t, await person.get('profile'), 'session_revoked')
  isRefused(t, await call(identity, 'POST', 'refresh', { refresh_token: person.refreshToken }), 'session_revoked')
  t.same(await identity.query('select 1 from identity.exchange_codes where user_id = ?', [person.id]), [])
})

t.test('notification hears that its message did its work', async (t) => {
  const person = await verifiedUser(identity, messages)
  const code = await resetCode(identity, messages, person)
  const { id } = await messages.newestOf(person)
  await tryReset(person, code)
  const outcomes = openQueue(identity.settings.queueUrl, SMS_OUTCOME_QUEUE)
  t.teardown(outcomes.close)
  const job = await until('the outcome', () => outcomes.job(verifiedJobId(`${id}`)))
  t.equal(job.data.message_id, id)
})

t.test('an account without a password gets one', async (t) => {
  const person = await verifiedUser(identity, messages)
  await identity.query('update identity.users set password_hash = null where id = ?', [person.id])
  t.equal((await tryReset(person, await resetCode(identity, messages, person))).statusCode, 200)
  t.ok(await signsIn(person, NEW))
})

t.test('a test number resets by its fixed code', async (t) => {
  const person = await signedInUser(identity)
  await person.post('send-phone-verification', { phone_number: '+1234567890' })
  await person.post('verify-phone', { code: '123456' })
  isRefused(t, await tryReset(person, '123456'), 'invalid_code', 'nobody asked for it')
  await forgot(identity, person.email)
  await answered(identity, person.email)
  t.equal((await tryReset(person, '123456')).statusCode, 200)
  t.ok(await signsIn(person, NEW))
})

t.test('whatever is wrong, the answer is one and the same', async (t) => {
  const pending = await verifiedUser(identity, messages)
  const code = await resetCode(identity, messages, pending)
  const none = await verifiedUser(identity, messages)
  const locked = await verifiedUser(identity, messages)
  const lockedCode = await resetCode(identity, messages, locked)
  for (let n = 0; n < 5; n++) await tryReset(locked, otherThan(lockedCode))
  const answers = [
    await tryReset(pending, otherThan(code)),
    await tryReset(none, '123456'),
    await tryReset(await signedInUser(identity), '123456'),
    await tryReset({ email: newEmail() }, '123456'),
    await tryReset(locked, lockedCode)
  ]
  const expired = await verifiedUser(identity, messages)
  const expiredCode = await resetCode(identity, messages, expired)
  identity.clock.advance(10 * MINUTE)
  answers.push(await tryReset(expired, expiredCode))
  for (const answer of answers) {
    t.same(isRefused(t, answer, 'invalid_code'), {})
    t.same(answer.json(), answers[0]?.json())
    t.same(Object.keys(answer.headers).sort(), Object.keys(answers[0]?.headers ?? {}).sort())
  }
  for (const person of [pending, none, locked, expired]) t.ok(await signsIn(person, PASSWORD), 'nothing has changed')
})

t.test('five wrong codes lock it, however many come at once, and after four the right one is accepted', async (t) => {
  const patient = await verifiedUser(identity, messages)
  const right = await resetCode(identity, messages, patient)
  for (let n = 0; n < 4; n++) await tryReset(patient, otherThan(right))
  t.equal((await tryReset(patient, right)).statusCode, 200)
  const guessed = await verifiedUser(identity, messages)
  const code = await resetCode(identity, messages, guessed)
  await Promise.all(Array.from({ length: 12 }, () => tryReset(guessed, otherThan(code))))
  const [row] = await identity.query<{ failed: number }>(
    `select failed_attempts as failed from identity.phone_verifications where user_id = ? and purpose = 'password_reset'`,
    [guessed.id]
  )
  t.equal(row?.failed, 5)
  isRefused(t, await tryReset(guessed, code), 'invalid_code', 'from anywhere')
})

t.test('fifteen wrong codes a day, for whatever purpose, stop codes for that number', async (t) => {
  const person = await verifiedUser(identity, messages)
  for (let round = 0; round < 3; round++) {
    const code = await resetCode(identity, messages, person)
    for (let n = 0; n < 5; n++) await tryReset(person, otherThan(code))
    identity.clock.advance(HOUR)
  }
  await t.rejects(resetCode(identity, messages, person), { message: 'no message was sent' })
})

t.test('of right codes at once one succeeds, and its password is the one', async (t) => {
  const person = await verifiedUser(identity, messages)
  const code = await resetCode(identity, messages, person)
  const beside = await startIdentity(t, { beside: identity })
  const passwords = Array.from({ length: 5 }, (_, n) => `${NEW} ${n}`)
  const answers = await Promise.all(
    passwords.map((new_password, n) => reset(n % 2 ? identity : beside, { email: person.email, code, new_password }))
  )
  const won = passwords.filter((_, n) => answers[n]?.statusCode === 200)
  t.equal(won.length, 1)
  for (const answer of answers.filter(({ statusCode }) => statusCode !== 200)) {
    t.same(isRefused(t, answer, 'invalid_code'), {})
  }
  t.ok(await signsIn(person, `${won[0]}`))
  t.equal((await history(person)).filter(({ outcome }) => outcome === 'success').length, 1)
})

t.test('a code is good for one purpose', async (t) => {
  const person = await verifiedUser(identity, messages)
  const code = await resetCode(identity, messages, person)
  isRefused(t, await person.post('verify-phone', { code }), 'no_pending_verification')
  identity.clock.advance(5 * MINUTE)
  await person.post('reauthenticate', { password: PASSWORD })
  await person.post('send-phone-verification', { phone_number: newNumber() })
  const ofPhone = await messages.codeOf(person)
  if (ofPhone !== code) {
    isRefused(t, await person.post('verify-phone', { code }), 'invalid_code', 'a reset’s for the phone')
    isRefused(t, await tryReset(person, ofPhone), 'invalid_code', 'a phone’s for a reset')
  }
  t.equal((await tryReset(person, code)).statusCode, 200, 'each for its own')
})

t.test('a code is worth nothing for another account', async (t) => {
  const [person, other] = [await verifiedUser(identity, messages), await verifiedUser(identity, messages)]
  const [code, others] = [await resetCode(identity, messages, person), await resetCode(identity, messages, other)]
  if (code !== others) isRefused(t, await tryReset(other, code), 'invalid_code')
  t.ok(await signsIn(other, PASSWORD))
})

t.test('a code for a number that is the account’s no more is dead', async (t) => {
  const moved = await verifiedUser(identity, messages)
  const first = await resetCode(identity, messages, moved)
  await moved.post('reauthenticate', { password: PASSWORD })
  await moved.patch('profile', { phone_number: newNumber() })
  isRefused(t, await tryReset(moved, first), 'invalid_code', 'changed in the profile')
  const proved = await verifiedUser(identity, messages)
  const second = await resetCode(identity, messages, proved)
  identity.clock.advance(2 * MINUTE)
  await proved.post('reauthenticate', { password: PASSWORD })
  const phone_number = newNumber()
  await proved.post('send-phone-verification', { phone_number })
  const verified = await proved.post('verify-phone', { code: await messages.codeOf(proved) })
  t.match(verified.json(), { user: { phone_number, phone_verified: true } })
  isRefused(t, await tryReset(proved, second), 'invalid_code', 'by proving another')
})

t.test('all that is wrong is told at once, and is no try', async (t) => {
  const person = await verifiedUser(identity, messages)
  const code = await resetCode(identity, messages, person)
  const refused = async (body: object) => isRefused(t, await reset(identity, body), 'validation_failed')
  t.same(Object.keys(await refused({ email: 1, code: '12345', new_password: 'password', other: 1 })).sort(), [
    'code',
    'email',
    'new_password',
    'other'
  ])
  t.same(await refused({ email: person.email, code, new_password: person.email.toUpperCase() }), {
    new_password: ['must not be the e-mail address']
  })
  t.same(Object.keys(await refused({})).sort(), ['code', 'email', 'new_password'])
  t.same(await history(person), [])
  t.equal((await tryReset(person, code)).statusCode, 200)
})
