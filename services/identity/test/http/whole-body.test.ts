import t from 'tap'
import { call, newEmail, signedInUser } from '../fixtures/people.ts'
import { isRefused } from '../fixtures/replies.ts'
import { startIdentity } from '../fixtures/start-identity.ts'

const FORM = { headers: { 'content-type': 'application/x-www-form-urlencoded' } }

t.test('broken text is told together with every other wrong field', async (t) => {
  const identity = await startIdentity(t)
  const person = await signedInUser(identity)
  const details = isRefused(t, await person.patch('profile', { bio: 'a\0b', city: 5, foo: 1 }), 'validation_failed')
  t.same(Object.keys(details).sort(), ['bio', 'city', 'foo'])
})

t.test('a form that cannot be decoded is refused by name, not mended', async (t) => {
  const identity = await startIdentity(t)
  const person = await signedInUser(identity)
  const details = isRefused(t, await person.patch('profile', 'city=%ff&bio=a&bio=b', FORM), 'validation_failed')
  t.same(Object.keys(details).sort(), ['bio', 'city'])
  t.equal((await person.patch('profile', 'city=New+York%20%C3%A9', FORM)).json().user.city, 'New York é')
})

t.test('a body of very many fields is one fault, whether JSON or a form', async (t) => {
  const identity = await startIdentity(t)
  const fields = Array.from({ length: 5000 }, (_, n) => [`f${n}`, '1'] as const)
  const form = fields.map(([name, value]) => `${name}=${value}`).join('&')
  for (const answer of [
    await call(identity, 'POST', 'login', Object.fromEntries(fields)),
    await call(identity, 'POST', 'login', form, FORM)
  ]) {
    t.same(Object.keys(isRefused(t, answer, 'validation_failed')), ['body'])
  }
})

t.test('the longest texts fit together, in any alphabet', async (t) => {
  const identity = await startIdentity(t)
  const person = await signedInUser(identity)
  const long = '漢'.repeat(10_000)
  const answer = await person.patch('profile', { bio: long, skills: long, address: long })
  t.equal(answer.statusCode, 200)
  t.equal(answer.json().user.bio, long)
})

t.test('an empty number means the one of the profile', async (t) => {
  const identity = await startIdentity(t)
  const person = await signedInUser(identity, { phone_number: '+1234567890' })
  for (const phone_number of ['', null, undefined]) {
    const answer = await person.post('send-phone-verification', { phone_number })
    t.match(answer.json(), { message: 'Code sent', verification: { phone_number: '+1234567890' } })
  }
})

t.test('a common password is common however its letters are typed', async (t) => {
  const identity = await startIdentity(t)
  const answer = await call(identity, 'POST', 'register', { email: newEmail(), password: 'ｐａｓｓｗｏｒｄ１２３' })
  t.same(Object.keys(isRefused(t, answer, 'validation_failed')), ['password'])
})

t.test('an OPTIONS that is no preflight is no error', async (t) => {
  const identity = await startIdentity(t)
  t.equal((await call(identity, 'OPTIONS', 'login')).statusCode, 204)
})
