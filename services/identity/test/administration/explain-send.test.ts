import { randomUUID } from 'node:crypto'
import t from 'tap'
import { runAdmin } from '../../src/administration/command/run.ts'
import { openMessages } from '../fixtures/messages.ts'
import { newNumber, signedInUser } from '../fixtures/people.ts'
import { startIdentity } from '../fixtures/start-identity.ts'
import { actionsOf, runAdminOf } from './run-admin.ts'

const identity = await startIdentity(t, { env: { RATE_LIMITS: 'off' } })
const messages = openMessages(t, identity)

t.test('a send is told from the request to the verification, by either id, without its number', async (t) => {
  const person = await signedInUser(identity)
  const phone_number = newNumber()
  const { verification } = (await person.post('send-phone-verification', { phone_number })).json()
  const { id, code } = await messages.newestOf(person)
  t.equal((await person.post('verify-phone', { code })).statusCode, 200)
  for (const either of [verification.id, `${id}`]) {
    const { code, stdout } = await runAdminOf(identity, 'explain-send', either, '--json')
    t.equal(code, 0)
    const told = JSON.parse(stdout)
    t.match(told.verification, { id: verification.id, user: person.id, number: `…${phone_number.slice(-3)}` })
    const steps = told.steps.map(({ step }: { step: string }) => step)
    for (const step of ['asked for and committed', 'send handed over to the queue', 'code verified']) {
      t.ok(steps.includes(step), step)
    }
    t.ok(steps.includes('its tables could not be read'), 'that notification is away holds up nothing')
    t.notMatch(stdout, phone_number)
  }
  t.match((await actionsOf(identity)).at(-1), { action: 'explain-send', target: id, details: { messages: 1 } })
})

t.test('both services’ steps stand in the order of time', async (t) => {
  const person = await signedInUser(identity)
  const { verification } = (await person.post('send-phone-verification', { phone_number: newNumber() })).json()
  const { id } = await messages.newestOf(person)
  const asked: string[][] = []
  const theirs = async (_url: string, ids: string[]) => {
    asked.push(ids)
    return [
      { at: null, service: 'notification', step: 'last' },
      { at: '2000-01-01T00:00:00.000Z', service: 'notification', step: 'first' }
    ]
  }
  const { stdout } = await runAdmin(
    ['explain-send', verification.id, '--json'],
    { DATABASE_URL: identity.database.url },
    theirs
  )
  t.same(asked, [[id]])
  const { steps } = JSON.parse(stdout)
  t.match([steps[0].step, steps.at(-1).step], ['first', 'last'])
})

t.test('what nobody knows is refused, and the look recorded', async (t) => {
  const id = randomUUID()
  const nobody = async () => []
  const settings = { DATABASE_URL: identity.database.url }
  t.match(await runAdmin(['explain-send', id], settings, nobody), { code: 3, stderr: /nobody knows/ })
  t.match((await actionsOf(identity)).at(-1), { target: id, details: { messages: 0 } })
  t.match(await runAdmin(['explain-send', 'x'], settings, nobody), { code: 2 })
})
