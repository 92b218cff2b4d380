import t from 'tap'
import { call, newEmail, PASSWORD } from '../fixtures/people.ts'
import { isRefused } from '../fixtures/replies.ts'
import { startIdentity } from '../fixtures/start-identity.ts'

const identity = await startIdentity(t, { relay: false, env: { RATE_LIMITS: 'off' } })
const ATTEMPTS = 150
const PLACES = 100

t.test(
  'password work beyond a hundred that wait is refused, leaves nothing, and costs none of the others',
  async (t) => {
    const emails = Array.from({ length: ATTEMPTS }, newEmail)
    const registered = emails.map((email) => call(identity, 'POST', 'register', { email, password: PASSWORD }))
    const answers = await Promise.all(registered)
    const refused = answers.filter(({ statusCode }) => statusCode !== 201)
    t.ok(refused.length > 0, 'some are refused')
    t.ok(refused.length <= ATTEMPTS - PLACES, 'those that have a place are served')
    t.ok(refused.every((answer) => answer.json().code === 'overloaded'))
    for (const answer of refused.slice(0, 1)) {
      const { retry_after } = isRefused(t, answer, 'overloaded')
      t.equal(answer.headers['retry-after'], String(retry_after))
    }
    const rows = await identity.query('select 1 from identity.users where email in (?)', [emails])
    t.equal(rows.length, ATTEMPTS - refused.length)
    const made = emails.find((_, n) => answers[n]?.statusCode === 201)
    const later = await call(identity, 'POST', 'login', { email: made, password: PASSWORD })
    t.equal(later.statusCode, 200, 'and then it goes on')
  }
)
