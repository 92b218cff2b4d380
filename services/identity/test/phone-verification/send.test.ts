import t from 'tap'
import { MINUTE, SECOND } from '../fixtures/clock.ts'
import { openMessages } from '../fixtures/messages.ts'
import { newNumber, signedInUser } from '../fixtures/people.ts'
import { isRefused } from '../fixtures/replies.ts'
import { startIdentity } from '../fixtures/start-identity.ts'

const identity = await startIdentity(t)
const messages = openMessages(t, identity)
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const after = (ms: number) => new Date(identity.clock.now().getTime() + ms).toISOString()
const send = 'send-phone-verification'

t.test('a code is on its way once it is asked for', async (t) => {
  const person = await signedInUser(identity)
  const phone_number = newNumber()
  const answer = await person.post(send, { phone_number })
  t.equal(answer.statusCode, 200)
  const { message, verification, ...more } = answer.json()
  t.equal(message, 'Code sent')
  t.same(more, {})
  t.match(verification.id, UUID)
  t.same(verification, {
    id: verification.id,
    phone_number,
    status: 'queued',
    failure: null,
    attempts_remaining: 5,
    expires_at: after(10 * MINUTE),
    resend_available_at: after(MINUTE)
  })
  t.same((await person.get('phone-verification')).json(), { verification })
})

t.test('the job says what notification needs, and in clear no more than the country', async (t) => {
  const person = await signedInUser(identity)
  const phone_number = newNumber()
  await person.post(send, { phone_number })
  const { id, job, data, to, code } = await messages.newestOf(person)
  t.equal(job.name, 'send')
  t.equal(job.id, `sms-${id}`)
  t.equal(to, phone_number)
  t.match(code, /^\d{6}$/)
  const { sealed, ...clear } = data
  t.match(clear, {
    message_id: id,
    purpose: 'phone_verification',
    locale: 'en',
    country: 'DE',
    expires_at: after(10 * MINUTE)
  })
  t.notMatch(JSON.stringify(clear), phone_number.slice(-4))
  t.notMatch(JSON.stringify(job), code)
  t.match(JSON.parse(Buffer.from(sealed.split('.')[0] ?? '', 'base64url').toString()), { alg: 'dir', enc: 'A256GCM' })
})

t.test('a code is kept nowhere in the database, and the number only where it belongs', async (t) => {
  const person = await signedInUser(identity)
  const phone_number = newNumber()
  await person.post(send, { phone_number })
  const code = await messages.codeOf(person)
  const tables = await identity.query<{ name: string }>(
    `select table_schema || '.' || table_name as name from information_schema.tables where table_schema in ('identity', 'bullmq')`
  )
  t.ok(tables.length > 8)
  for (const { name } of tables) {
    const rows = await identity.query<{ text: string }>(`select r::text as text from ${name} r`)
    const text = rows.map((row) => row.text).join('\n')
    const holds = (what: string) => new RegExp(`(?<![0-9a-f])${what}(?![0-9a-f])`).test(text)
    t.equal(holds(code), false, `no code in ${name}`)
    t.equal(text.includes(phone_number.slice(1)), name === 'identity.phone_verifications', `the number in ${name}`)
  }
})

t.test('the language of the message follows the request', async (t) => {
  const languages = {
    'de-AT,de;q=0.9': 'de',
    'fr;q=0.5, es;q=0.8': 'es',
    'ja, fr;q=0.1': 'fr',
    ja: 'en',
    '*': 'en',
    ';;;q=': 'en'
  }
  for (const [language, locale] of Object.entries(languages)) {
    const person = await signedInUser(identity)
    await person.post(send, { phone_number: newNumber() }, { headers: { 'accept-language': language } })
    t.equal((await messages.newestOf(person)).data.locale, locale, language)
  }
})

t.test('the number of the profile is the default, and sending elsewhere does not change it', async (t) => {
  const [own, other] = [newNumber(), newNumber()]
  const person = await signedInUser(identity, { phone_number: own })
  t.equal((await person.post(send)).json().verification.phone_number, own)
  identity.clock.advance(MINUTE)
  t.equal((await person.post(send, { phone_number: other })).json().verification.phone_number, other)
  t.equal((await messages.newestOf(person)).to, other)
  t.equal((await person.get('profile')).json().user.phone_number, own)
})

t.test('a resend waits a minute and then brings the same code', async (t) => {
  const person = await signedInUser(identity)
  const phone_number = newNumber()
  const first = (await person.post(send, { phone_number })).json().verification
  const code = await messages.codeOf(person)
  identity.clock.advance(20 * SECOND)
  const early = await person.post(send, { phone_number })
  t.same(isRefused(t, early, 'rate_limited'), { retry_after: 40 })
  t.equal(early.headers['retry-after'], '40')
  identity.clock.advance(40 * SECOND)
  const second = (await person.post(send, { phone_number })).json().verification
  t.match(second, { id: first.id, expires_at: first.expires_at, resend_available_at: after(2 * MINUTE) })
  t.equal(await messages.codeOf(person), code)
  const ids = await identity.query('select id from identity.sms_messages where verification_id = ?', [first.id])
  t.equal(ids.length, 2, 'each send has an id of its own')
})

t.test('a code with less than three minutes left is not repeated', async (t) => {
  const person = await signedInUser(identity)
  const phone_number = newNumber()
  const first = (await person.post(send, { phone_number })).json().verification
  const code = await messages.codeOf(person)
  identity.clock.advance(7 * MINUTE)
  t.equal((await person.post(send, { phone_number })).json().verification.id, first.id, 'three are enough')
  identity.clock.advance(2 * MINUTE)
  const { verification } = (await person.post(send, { phone_number })).json()
  t.not(verification.id, first.id)
  t.equal(verification.expires_at, after(10 * MINUTE))
  // One in a million codes is the same by chance; the verification's id above is not.
  const fresh = await messages.codeOf(person)
  isRefused(
    t,
    await person.post('verify-phone', { code: code === fresh ? '000000' : code }),
    'invalid_code',
    'the old code'
  )
  t.equal((await person.post('verify-phone', { code: fresh })).statusCode, 200)
})

t.test('a number that cannot get SMS is refused, in the words of why', async (t) => {
  const person = await signedInUser(identity)
  const refused = {
    number_type_not_allowed: ['+18005551234', '+493012345678', '+448081570192', '+443001234567', '+4970012345678'],
    phone_invalid: [
      '4155552671',
      'abc',
      '+1',
      '+999123456789',
      '+1234567891',
      '١٢٣٤٥٦٧٨٩٠',
      '+1415555267',
      '+979123456789'
    ],
    phone_required: ['']
  } as const
  for (const [code, numbers] of Object.entries(refused)) {
    for (const phone_number of numbers) {
      isRefused(t, await person.post(send, { phone_number }), code as keyof typeof refused, phone_number)
    }
  }
  isRefused(t, await person.post(send, {}), 'phone_required', 'no number anywhere')
  t.same((await person.get('phone-verification')).json(), { verification: null })
  t.equal((await person.post(send, { phone_number: '+1 (415) 555-2671' })).statusCode, 200, 'none of these counted')
})

t.test('only countries on the list get messages', async (t) => {
  const beside = await startIdentity(t, { beside: identity, env: { PHONE_ALLOWED_COUNTRIES: 'us, de' } })
  const person = await signedInUser(beside)
  isRefused(t, await person.post(send, { phone_number: '+33612345678' }), 'country_not_allowed')
  isRefused(t, await person.post(send, { phone_number: '+14165550123' }), 'country_not_allowed', 'Canada is not the US')
  t.equal((await person.post(send, { phone_number: newNumber() })).statusCode, 200)
})

t.test('a number that is verified already gets no code', async (t) => {
  const person = await signedInUser(identity)
  const phone_number = newNumber()
  await person.post(send, { phone_number })
  await person.post('verify-phone', { code: await messages.codeOf(person) })
  identity.clock.advance(MINUTE)
  isRefused(t, await person.post(send, { phone_number }), 'phone_already_verified')
  isRefused(t, await person.post(send), 'phone_already_verified', 'the profile’s')
  t.equal((await person.post(send, { phone_number: newNumber() })).statusCode, 200, 'another does')
})

t.test('another number cancels the first', async (t) => {
  const person = await signedInUser(identity)
  await person.post(send, { phone_number: newNumber() })
  const code = await messages.codeOf(person)
  identity.clock.advance(MINUTE)
  const second = newNumber()
  await person.post(send, { phone_number: second })
  const fresh = await messages.codeOf(person)
  if (fresh !== code) isRefused(t, await person.post('verify-phone', { code }), 'invalid_code')
  t.equal((await person.post('verify-phone', { code: fresh })).json().user.phone_number, second)
})
