import t from 'tap'
import { call, signedInUser } from '../fixtures/people.ts'
import { startIdentity } from '../fixtures/start-identity.ts'

const identity = await startIdentity(t)
const COMPLETE = { phone_number: '+14155552671', country: 'US', city: 'New York', skills: 'Python, Django' }

t.test('profile and get-profile are the same, with a slash at the end or without', async (t) => {
  const person = await signedInUser(identity, { city: 'Rome' })
  const urls = ['/api/auth/profile/', '/api/auth/profile', '/api/auth/get-profile/', '/api/auth/get-profile']
  const answers = await Promise.all(urls.map((url) => person.get(url)))
  for (const answer of answers) t.same(answer.json(), answers[0]?.json())
  const { user, ...rest } = answers[0]?.json() ?? {}
  t.match(user, { id: person.id, city: 'Rome' })
  t.same(rest, {
    requires_completion: true,
    missing_fields: ['phone_number', 'country', 'skills'],
    completion_percent: 25
  })
})

t.test('complete-profile and PATCH save what is sent and leave the rest', async (t) => {
  const person = await signedInUser(identity)
  const first = await person.post('complete-profile', { phone_number: '+14155552671', country: 'us' })
  t.match(first.json(), { message: 'Profile saved', requires_completion: true, completion_percent: 50 })
  const second = await person.patch('profile', { city: 'New York' })
  t.match(second.json(), { message: 'Profile saved', missing_fields: ['skills'], completion_percent: 75 })
  t.match(second.json().user, { phone_number: '+14155552671', country: 'US', city: 'New York' })
  const last = await person.patch('profile', { skills: 'Python' })
  t.match(last.json(), { message: 'Profile completed successfully', requires_completion: false })
  t.match(last.json(), { completion_percent: 100, user: { profile_completed: true } })
  t.same(last.json().missing_fields, [])
  t.same((await person.get('profile')).json().user, last.json().user, 'and it is kept')
})

t.test('nothing sent changes nothing', async (t) => {
  const person = await signedInUser(identity, COMPLETE)
  const before = (await person.get('profile')).json()
  for (const answer of [await person.post('complete-profile', {}), await person.patch('profile')]) {
    const { message, ...profile } = answer.json()
    t.equal(message, 'Profile completed successfully')
    t.same(profile, before)
  }
})

t.test('emptying a required field makes the profile incomplete again', async (t) => {
  const person = await signedInUser(identity, COMPLETE)
  for (const field of Object.keys(COMPLETE)) {
    for (const empty of [null, '']) {
      const emptied = (await person.patch('profile', { [field]: empty })).json()
      t.match(emptied, { message: 'Profile saved', requires_completion: true, missing_fields: [field] }, field)
      t.equal(emptied.user[field], null)
      t.equal(emptied.user.profile_completed, false)
      const filled = (await person.patch('profile', { [field]: COMPLETE[field as keyof typeof COMPLETE] })).json()
      t.equal(filled.message, 'Profile completed successfully')
    }
  }
  const blank = (await person.patch('profile', { skills: '  \t ' })).json()
  t.same(blank.missing_fields, ['skills'], 'blanks are nothing')
})

t.test('every field but the choices can be emptied', async (t) => {
  const texts = { first_name: 'A', last_name: 'B', state: 'C', address: 'D', bio: 'E' }
  const person = await signedInUser(identity, { ...texts, hourly_rate: '10', date_of_birth: '1990-01-31' })
  const empty = { state: null, address: '', bio: null, hourly_rate: '', date_of_birth: null }
  const { user } = (await person.patch('profile', { ...empty, first_name: null, last_name: '' })).json()
  t.match(user, { state: null, address: null, bio: null, hourly_rate: null, date_of_birth: null })
  t.match(user, { first_name: '', last_name: '' })
})

t.test('text is kept exactly as it was sent', async (t) => {
  const person = await signedInUser(identity)
  const texts = [
    '👩🏽‍🚀 émoji 🏳️‍🌈',
    'مرحبا بالعالم',
    '‏עברית‎',
    'ﬁ ½ Å',
    "Robert'); drop table users;--",
    '<b>&amp;</b>',
    ' two  blanks '
  ]
  for (const text of [...texts, 'line\r\nbreak\ttab', '\u2028\u2029\ufeff', '{{7*7}} %s %00 \\u0000']) {
    const sent = { first_name: text, city: text, address: text, skills: text, bio: text, state: text }
    const { user } = (await person.patch('profile', sent)).json()
    t.match(user, sent, encodeURIComponent(text))
    t.match((await person.get('profile')).json().user, sent)
  }
})

t.test('lengths are counted in characters, as in the guide’s model', async (t) => {
  const person = await signedInUser(identity)
  const lengths = {
    first_name: 150,
    last_name: 150,
    state: 50,
    city: 100,
    address: 10_000,
    skills: 10_000,
    bio: 10_000
  }
  for (const [field, length] of Object.entries(lengths)) {
    const fits = '🦊'.repeat(length)
    const saved = await person.patch('profile', { [field]: fits })
    t.equal(saved.statusCode, 200, field)
    t.equal(saved.json().user[field], fits)
    const { statusCode, body } = await person.patch('profile', { [field]: `${fits}x` })
    t.equal(statusCode, 400)
    t.match(JSON.parse(body), { code: 'validation_failed', details: { [field]: [/100|150|50|10000/] } })
  }
})

t.test('choices are those of the contract', async (t) => {
  const person = await signedInUser(identity)
  const choices = {
    user_type: ['client', 'freelancer'],
    experience_level: ['entry', 'junior', 'mid', 'senior', 'expert'],
    availability: ['full-time', 'part-time', 'contract', 'freelance', 'unavailable']
  }
  for (const [field, values] of Object.entries(choices)) {
    for (const value of values) t.equal((await person.patch('profile', { [field]: value })).json().user[field], value)
    for (const value of ['', null, 'other', values[0]?.toUpperCase(), 1]) {
      const answer = await person.patch('profile', { [field]: value })
      t.match(
        answer.json(),
        { code: 'validation_failed', details: { [field]: [/must be one of/] } },
        `${field} ${value}`
      )
    }
  }
})

t.test('the required fields follow the settings', async (t) => {
  const beside = await startIdentity(t, {
    beside: identity,
    env: { REQUIRED_PROFILE_FIELDS: 'bio, date_of_birth,first_name' }
  })
  const person = await signedInUser(beside, { bio: 'x' })
  const { missing_fields, completion_percent } = (await person.get('profile')).json()
  t.same(missing_fields, ['date_of_birth', 'first_name'])
  t.equal(completion_percent, 33)
  const { user } = (await person.patch('profile', { date_of_birth: '1990-01-31', first_name: 'A' })).json()
  t.equal(user.profile_completed, true)
})

t.test('saves at once of different fields all stay', async (t) => {
  const person = await signedInUser(identity)
  const fields = { city: 'a', state: 'b', skills: 'c', bio: 'd', first_name: 'e', last_name: 'f', address: 'g' }
  const saves = Object.entries(fields).map(([field, value]) => person.patch('profile', { [field]: value }))
  for (const { statusCode } of await Promise.all(saves)) t.equal(statusCode, 200)
  t.match((await person.get('profile')).json().user, fields)
})

t.test('nobody sees or changes another’s profile', async (t) => {
  const [a, b] = [await signedInUser(identity, { city: 'A' }), await signedInUser(identity, { city: 'B' })]
  await a.patch('profile', { city: 'C' })
  t.equal((await b.get('profile')).json().user.city, 'B')
  const tried = await call(identity, 'PATCH', 'profile', { id: b.id, city: 'X' }, { token: a.token })
  t.equal(tried.statusCode, 400)
})
