import { randomBytes } from 'node:crypto'
import t from 'tap'
import { openMessages } from '../fixtures/messages.ts'
import { call, signedInUser } from '../fixtures/people.ts'
import { isRefused } from '../fixtures/replies.ts'
import { startIdentity } from '../fixtures/start-identity.ts'

const [older, newer, foreign] = [1, 2, 3].map(() => randomBytes(32).toString('base64'))
const before = await startIdentity(t, { env: { IDENTITY_SECRET: `${older}` } })
const after = await startIdentity(t, { beside: before, env: { IDENTITY_SECRET: `${newer},${older}` } })

t.test('sessions go on when the secret is rotated', async (t) => {
  const person = await signedInUser(before)
  const refresh = (refresh_token: string) => call(after, 'POST', 'refresh', { refresh_token })
  const first = await refresh(person.refreshToken)
  t.equal(first.statusCode, 200)
  const repeated = await refresh(person.refreshToken)
  t.equal(repeated.json().refresh_token, first.json().refresh_token, 'the same successor')
  t.equal((await refresh(first.json().refresh_token)).statusCode, 200)
})

t.test('access tokens of the older secret are still verified and signed', async (t) => {
  const person = await signedInUser(before)
  t.equal((await call(after, 'GET', 'profile', undefined, { token: person.token })).statusCode, 200)
  const renewed = await signedInUser(after)
  t.equal((await call(before, 'GET', 'profile', undefined, { token: renewed.token })).statusCode, 200)
})

t.test('a code that was sent before a rotation still verifies', async (t) => {
  const person = await signedInUser(before)
  await person.post('send-phone-verification', { phone_number: '+4915112999999' })
  const code = await openMessages(t, before).codeOf(person)
  const answer = await call(after, 'POST', 'verify-phone', { code }, { token: person.token })
  t.equal(answer.statusCode, 200)
})

t.test('a token under a secret that is no longer accepted opens nothing', async (t) => {
  const person = await signedInUser(before)
  const stranger = await startIdentity(t, { beside: before, env: { IDENTITY_SECRET: `${foreign}` } })
  const answer = await call(stranger, 'POST', 'refresh', { refresh_token: person.refreshToken })
  isRefused(t, answer, 'token_invalid')
})
