import { join } from 'node:path'
import t from 'tap'
import { createDatabase } from './fixtures/create-database.ts'
import { processesOf } from './fixtures/processes.ts'
import { makePlace, startStack } from './fixtures/stack.ts'

const WITH_NODE = join(import.meta.dirname, '../with-node.mjs')

t.test('npm start answers the curl of its banner, twice in a row on the same data', async (t) => {
  const place = await makePlace(t)
  const register = () =>
    fetch(`http://localhost:${place.identityPort}/api/auth/register/`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: 'you@example.com', password: 'correct horse battery' })
    })
  for (const status of [201, 409]) {
    const stack = startStack(t, place, { script: [WITH_NODE, 'infra/local/start.ts'] })
    await stack.ready()
    t.equal((await register()).status, status)
    stack.interrupt()
    t.equal(await stack.exit(0), 0)
    t.same(processesOf(place.folder), [])
  }
})

t.test('npm run migrate without a database says what is missing', async (t) => {
  const stack = startStack(t, await makePlace(t), { script: [WITH_NODE, 'infra/commands/migrate.ts'] })
  t.equal(await stack.exit(1), 1)
  t.match(stack.output(), 'DATABASE_URL: must be set')
})

const { TEST_DATABASE_URL = '' } = process.env
const skip = TEST_DATABASE_URL ? false : 'npm test gives the database'

t.test('two migrations at the same time both succeed', { skip }, async (t) => {
  const place = await makePlace(t)
  const env = { DATABASE_URL: await createDatabase(t, TEST_DATABASE_URL) }
  const runs = [1, 2].map(() => startStack(t, place, { script: [WITH_NODE, 'infra/commands/migrate.ts'], env }))
  for (const run of runs) t.equal(await run.exit(0), 0)
  const applied = runs.map((run) => (/applied now: 0/.test(run.output()) ? 'nothing' : 'everything'))
  t.same(applied.toSorted(), ['everything', 'nothing'])
})

t.test('every fault of both services is told at once, before anything is started', async (t) => {
  const place = await makePlace(t)
  const env = { IDENTITY_PORT: 'abc', NOTIFICATION_PORT: 'xyz', PHONE_CODE_TTL: '900', SMS_PROVIDERS: 'pigeon' }
  const stack = startStack(t, place, { script: [WITH_NODE, 'infra/local/start.ts'], env })
  t.equal(await stack.exit(1), 1)
  for (const name of Object.keys(env)) t.match(stack.output(), `- ${name}: must be`)
  t.notMatch(stack.output(), /abc|xyz|pigeon/)
  t.same(processesOf(place.folder), [])
})
