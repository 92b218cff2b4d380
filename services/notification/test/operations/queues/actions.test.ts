import { createRequire } from 'node:module'
import { onEachBackend } from '../../helpers/each-backend.ts'
import { sendJob } from '../../helpers/world.ts'
import { openBoard } from './board.ts'

const require = createRequire(import.meta.url)
const { appRoutes } = require('@bull-board/api/dist/routes.js') as { appRoutes: { api: Route[] } }
type Route = { method: 'get' | 'put' | 'post' | 'patch'; route: string }

const ACTING = appRoutes.api.filter(({ method }) => method !== 'get')
const OFFERED = /\/(pause|resume|promote|retry|clean)(\/|$)/

const fill = (route: string, job: string) =>
  `/ops/queues${route.replace(':queueName', 'sms').replace(':jobId', job).replace(':queueStatus', 'failed').replace(':schedulerId', 'x')}`
const upper = (method: Route['method']) => method.toUpperCase() as 'PUT' | 'POST' | 'PATCH'

onEachBackend(
  15,
  'a viewer changes nothing, by whichever route of the board, and it is written down',
  async (t, backend) => {
    const { ask, sms, failedJob, actions } = await openBoard(t, backend)
    const job = await failedJob(await sendJob(), () => {
      throw new Error('refused: 21211')
    })
    const queue = await sms()
    const waiting = await queue.add('send', await sendJob(), { delay: 600_000 })
    for (const { method, route } of ACTING) {
      const { statusCode, json } = await ask('wall', upper(method), fill(route, job), {})
      const expected = OFFERED.test(route) ? [403, 'operator_required'] : [404, 'not_found']
      t.same([statusCode, json().code], expected, `${method} ${route}`)
    }
    t.equal(await queue.isPaused(), false)
    t.equal(await queue.getJobState(job), 'failed')
    t.equal(await queue.getJobState(`${waiting.id}`), 'delayed')

    const told = await actions()
    t.ok(told.length >= 10)
    for (const action of told)
      t.match(action, { who: 'wall', role: 'viewer', action: 'refused', details: { answer: 403 } })
    const board = (await ask('wall', 'GET', '/ops/queues/api/queues')).json()
    t.same([...new Set(board.queues.map((queue: { readOnlyMode: boolean }) => queue.readOnlyMode))], [true])
  }
)

onEachBackend(15, 'an operator pauses, resumes, retries and removes, and nothing else', async (t, backend) => {
  const { ask, sms, failedJob, actions } = await openBoard(t, backend)
  const fail = async () =>
    failedJob(await sendJob(), () => {
      throw new Error('refused: 21211')
    })
  const [retried, removed] = [await fail(), await fail()]
  const queue = await sms()
  const put = async (path: string) => (await ask('desk', 'PUT', `/ops/queues/api/queues${path}`)).statusCode

  t.equal(await put('/sms/pause'), 200)
  t.equal(await queue.isPaused(), true)
  t.equal(await put('/sms/resume'), 200)
  t.equal(await queue.isPaused(), false)
  t.equal(await put(`/sms/${retried}/retry`), 204)
  t.equal(await queue.getJobState(retried), 'waiting')
  t.equal(await put(`/sms/${removed}/clean`), 204)
  t.equal(await queue.getJob(removed), undefined)
  t.equal(await put('/sms/none/retry'), 404)
  t.equal(await put('/pause'), 200)
  for (const { method, route } of ACTING.filter(({ route }) => !OFFERED.test(route))) {
    const { statusCode } = await ask('desk', upper(method), fill(route, retried), { name: 'send', data: {} })
    t.equal(statusCode, 404, `${method} ${route}`)
  }

  const told = (await actions()).map(({ who, action, target, details }) =>
    [who, action, target, details.answer].join(' ')
  )
  t.same(told.slice(3).reverse(), [
    'desk queue.pause sms 200',
    'desk queue.resume sms 200',
    `desk job.retry sms/${retried} 204`,
    `desk job.remove sms/${removed} 204`,
    'desk job.retry sms/none 404'
  ])
  const everywhere = ['desk queue.pause sms 200', 'desk queue.pause sms-outcome 200', 'desk queue.pause sms-status 200']
  t.same(told.slice(0, 3).sort(), everywhere)
})

onEachBackend(15, 'what cannot be written down is not done', async (t, backend) => {
  const { ask, deps, sms } = await openBoard(t, backend)
  await deps.orm.em.execute('alter table notification.operator_actions rename to gone')
  t.equal((await ask('desk', 'PUT', '/ops/queues/api/queues/sms/pause')).statusCode, 500)
  t.equal(await (await sms()).isPaused(), false)
})

onEachBackend(15, 'the jobs of a paused queue are still seen to wait', async (t, backend) => {
  const { ask, sms } = await openBoard(t, backend)
  const queue = await sms()
  await queue.pause()
  await queue.add('send', await sendJob())
  const board = (await ask('wall', 'GET', '/ops/queues/api/queues?activeQueue=sms&status=waiting')).json()
  const shown = board.queues.find(({ name }: { name: string }) => name === 'sms')
  t.match([shown.isPaused, shown.counts.waiting, shown.jobs.length], [true, 1, 1])
})
