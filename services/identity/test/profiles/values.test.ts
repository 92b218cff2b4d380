import t from 'tap'
import { signedInUser } from '../fixtures/people.ts'
import { startIdentity } from '../fixtures/start-identity.ts'

const identity = await startIdentity(t)
const person = await signedInUser(identity)
const save = (body: object | string) =>
  person.patch('profile', body, { headers: { 'content-type': 'application/json' } })

t.test('amounts are kept to the cent, whether number or text', async (t) => {
  const amounts: [number | string, string][] = [
    [0, '0.00'],
    [-0, '0.00'],
    [12, '12.00'],
    [12.5, '12.50'],
    [0.01, '0.01'],
    [1.1, '1.10'],
    [4.35, '4.35'],
    [1.15, '1.15'],
    [99999999.99, '99999999.99'],
    ['0', '0.00'],
    ['25', '25.00'],
    ['25.5', '25.50'],
    ['25.05', '25.05'],
    ['99999999.99', '99999999.99']
  ]
  for (const [sent, kept] of amounts) {
    const answer = await save({ hourly_rate: sent })
    t.equal(answer.statusCode, 200, `${sent}`)
    t.equal(answer.json().user?.hourly_rate, kept, `${typeof sent} ${sent}`)
    t.equal((await person.get('profile')).json().user.hourly_rate, kept)
  }
})

t.test('an amount that cannot be kept to the cent is refused', async (t) => {
  const refused = [
    '1e-7',
    '1e400',
    '-1e400',
    '-0.01',
    '-1',
    '100000000',
    '99999999.995',
    '0.005',
    '1e21',
    '12.345',
    '[1]',
    '{}',
    'true'
  ]
  const texts = [
    '1.',
    '.5',
    '1,5',
    '1e2',
    '0x10',
    '+5',
    '-0',
    ' 5',
    '5 ',
    '١٢',
    'NaN',
    'Infinity',
    '12.345',
    '100000000',
    '1_000'
  ]
  for (const value of [...refused, ...texts.map((text) => JSON.stringify(text))]) {
    const answer = await save(`{"hourly_rate": ${value}}`)
    t.match(answer.json(), { code: 'validation_failed', details: { hourly_rate: [/amount/] } }, value)
  }
  t.equal((await person.get('profile')).json().user.hourly_rate, '99999999.99', 'nothing was saved')
})

t.test('a date of birth is a real day in the past', async (t) => {
  const today = identity.clock.now().toISOString().slice(0, 10)
  const yesterday = new Date(identity.clock.now().getTime() - 24 * 3600_000).toISOString().slice(0, 10)
  for (const date of ['1990-01-31', '2000-02-29', '1900-01-01', yesterday]) {
    t.equal((await save({ date_of_birth: date })).json().user?.date_of_birth, date)
  }
  const refused = [
    today,
    '2999-01-01',
    '2021-02-30',
    '2001-02-29',
    '1900-02-29',
    '1990-13-01',
    '1990-00-10',
    '1990-1-31'
  ]
  for (const date of [
    ...refused,
    '1990-01-31T00:00:00Z',
    '31.01.1990',
    '01/31/1990',
    '+01990-01-31',
    '0000-01-01',
    5,
    true
  ]) {
    const answer = await save({ date_of_birth: date })
    t.match(answer.json(), { code: 'validation_failed', details: { date_of_birth: [/past date/] } }, `${date}`)
  }
})

t.test('a country is one of ISO 3166, in any case', async (t) => {
  for (const [sent, kept] of [
    ['us', 'US'],
    ['De', 'DE'],
    ['gB', 'GB'],
    ['SS', 'SS'],
    ['NA', 'NA'],
    ['no', 'NO']
  ]) {
    t.equal((await save({ country: sent })).json().user?.country, kept)
  }
  for (const country of [
    'ZZ',
    'USA',
    'U',
    'UK',
    'EU',
    'ß',
    'ﬁ',
    'uſ',
    'ＵＳ',
    ' US',
    'US ',
    'U\u0405',
    '840',
    840,
    true,
    ['US']
  ]) {
    const answer = await save({ country })
    t.match(answer.json(), { code: 'validation_failed', details: { country: [/country code/] } }, `${country}`)
  }
  t.equal((await person.get('profile')).json().user.country, 'NO')
})

t.test('a phone number is kept as E.164, however it is written', async (t) => {
  const written = ['+1 (415) 555-2671', '+1-415-555-2671', '+1.415.555.2671', ' +14155552671 ', '+1 415 5552671']
  for (const phone_number of written) {
    t.equal((await save({ phone_number })).json().user?.phone_number, '+14155552671', phone_number)
  }
  for (const phone_number of ['+18005551234', '+493012345678', '+442079460958']) {
    t.equal(
      (await save({ phone_number })).json().user?.phone_number,
      phone_number,
      'a profile may hold any real number'
    )
  }
  for (const phone_number of [
    '4155552671',
    '+1',
    'abc',
    '+1415555',
    '+999123456789',
    '+14155552671 or so',
    14155552671
  ]) {
    const answer = await save({ phone_number })
    t.match(
      answer.json(),
      { code: 'validation_failed', details: { phone_number: [/phone number/] } },
      `${phone_number}`
    )
  }
})

t.test('every wrong field is named at once', async (t) => {
  const wrong = {
    city: 1,
    country: 'ZZ',
    hourly_rate: -1,
    bio: [],
    date_of_birth: '2021-02-30',
    evil: true,
    user_type: 'king'
  }
  const { code, details } = (await save({ ...wrong, state: 'x'.repeat(51), skills: 'right' })).json()
  t.equal(code, 'validation_failed')
  t.same(Object.keys(details).sort(), [...Object.keys(wrong), 'state'].sort())
  for (const faults of Object.values(details)) t.match(faults, [/^(must be|is not a known field)/])
})
