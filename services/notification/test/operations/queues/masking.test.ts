import { createRequire } from 'node:module'
import { createApp } from '../../../src/app.ts'
import { appOptions } from '../../helpers/app-options.ts'
import { onEachBackend } from '../../helpers/each-backend.ts'
import { CODE, NUMBER, sendJob } from '../../helpers/world.ts'
import { openBoard } from './board.ts'

const require = createRequire(import.meta.url)
const { appRoutes } = require('@bull-board/api/dist/routes.js') as { appRoutes: { api: Route[] } }
type Route = { method: string; route: string }

const NAME = 'Ada Lovelace'
const SECRET = 'sk_live_51HvJq'
const HIDDEN = new RegExp([NUMBER.slice(1), CODE, NAME, SECRET, 'eyJ'].join('|'))
const SAID = `The number ${NUMBER} of ${NAME} is not valid, code ${CODE}, key ${SECRET}`

onEachBackend(14, 'no answer of the board holds a number, a code, a name or a secret', async (t, backend) => {
  const { ask, failedJob, sms } = await openBoard(t, backend)
  const job = await sendJob()
  const planted = {
    ...job,
    to: NUMBER,
    country: NUMBER,
    provider: SECRET,
    [NUMBER]: NAME,
    deep: { code: CODE, SECRET }
  }
  const failed = await failedJob(planted, async (job) => {
    await job.log(SAID)
    await job.updateProgress({ to: NUMBER, SECRET })
    throw Object.assign(new Error(SAID), { stack: `Error: ${SAID}\n    at ${NAME} (${SECRET}:1:1)` })
  })
  const coded = await failedJob(job, () => {
    throw new Error('refused: 21211')
  })
  const queue = await sms()
  await queue.add(`send to ${NUMBER}`, planted, { delay: 600_000 })
  // What a worker of another make would leave.
  const returned = await queue.add('send', planted, { attempts: 1 })
  await failedJob(job, (job) => (job.id === returned.id ? { SAID } : undefined))

  const paths = appRoutes.api
    .filter(({ method }) => method === 'get')
    .flatMap(({ route }) => [route, ...STATES.map((state) => `${route}?activeQueue=sms&status=${state}`)])
    .map((path) => `/ops/queues${path.replace(':queueName', 'sms').replace(':jobId', failed)}`)
  t.ok(paths.length > 20)
  for (const path of [...paths, '/ops/queues/', '/ops/queues/queue/sms', `/ops/queues/queue/sms/${failed}`]) {
    for (const who of ['wall', 'desk'] as const) {
      const { statusCode, body } = await ask(who, 'GET', path)
      t.ok([200, 404].includes(statusCode), `${path}: ${statusCode}`)
      t.notMatch(body, HIDDEN, path)
    }
  }
  const shown = (await ask('wall', 'GET', `/ops/queues/api/queues/sms/${failed}`)).json().job
  t.match(shown, {
    name: 'send',
    failedReason: '(hidden)',
    stacktrace: ['(hidden)'],
    data: { message_id: job.message_id, country: '(hidden)', provider: '(hidden)', purpose: 'phone_verification' }
  })
  t.notOk(Object.hasOwn(shown.data, 'sealed'))
  const { failedReason } = (await ask('wall', 'GET', `/ops/queues/api/queues/sms/${coded}`)).json().job
  t.equal(failedReason, 'refused: 21211', 'our own codes are told')
})

const STATES = ['latest', 'failed', 'completed', 'delayed', 'waiting', 'active']

onEachBackend(14, 'errors of the board are told in the one shape, without their text', async (t, backend) => {
  const { ask, deps } = await openBoard(t, backend)
  t.match((await ask('desk', 'GET', '/ops/queues/api/queues/sms/none')).statusCode, 404)
  t.match((await ask('desk', 'GET', '/ops/queues/api/queues?jobsPerPage=many')).statusCode, 400)
  const away = createApp(deps, appOptions())
  t.teardown(() => away.close())
  const answer = await away.inject({ url: '/ops/queues/api/queues', headers: { host: 'localhost' } })
  t.match([answer.statusCode, answer.json()], [503, { code: 'unavailable', details: {} }])
})
