import type { Test } from 'tap'
import t from 'tap'
import { openMessages, otherThan } from '../fixtures/messages.ts'
import { newEmail, signedInUser } from '../fixtures/people.ts'
import { forgot, reset, resetCode, verifiedUser } from '../fixtures/resets.ts'
import { startIdentity } from '../fixtures/start-identity.ts'
import { statementsOf } from '../fixtures/statements.ts'

const identity = await startIdentity(t)
const messages = openMessages(t, identity)
// Answers requests alone, so that what is heard is one request's work and nothing else.
const alone = await startIdentity(t, { beside: identity, relay: false })
const new_password = 'a quite different one'

/** That the database is told the same, and that each transaction writes: a commit that wrote nothing waits for nothing. */
async function isSameWork(t: Test, works: Record<string, () => Promise<unknown>>) {
  const [first, ...others] = Object.entries(works)
  if (!first) throw new Error('nothing to compare')
  await first[1]() // The first of all connects.
  const expected = await statementsOf(alone, first[1])
  const transactions = expected
    .join('\n')
    .split(/^begin$/m)
    .slice(1)
  t.ok(transactions.length > 0)
  for (const said of transactions) t.match(said, /^insert into identity\.limits .* do update/m)
  for (const [name, work] of others) t.same(await statementsOf(alone, work), expected, `${name} like ${first[0]}`)
}

t.test('asking for a new password is the same work, whoever it is', async (t) => {
  const [verified, phoneless] = [await verifiedUser(identity, messages), await signedInUser(identity)]
  await isSameWork(t, {
    nobody: () => forgot(alone, newEmail()),
    'an account': () => forgot(alone, phoneless.email),
    'a verified phone': () => forgot(alone, verified.email)
  })
})

t.test('a wrong code is the same work, whether there was a right one or not', async (t) => {
  const [verified, phoneless] = [await verifiedUser(identity, messages), await signedInUser(identity)]
  const pending = await verifiedUser(identity, messages)
  const wrong = otherThan(await resetCode(identity, messages, pending))
  const guess = (email: string) => () => reset(alone, { email, code: wrong, new_password })
  await isSameWork(t, {
    nobody: guess(newEmail()),
    'an account': guess(phoneless.email),
    'a verified phone': guess(verified.email),
    'a code on its way': guess(pending.email)
  })
})
