import { SEND_JOB, SMS_QUEUE, sendJobId } from '@gatehouse/contracts'
import { openQueueStore } from '@gatehouse/platform/queue/open-queue-store'
import { hash } from '@node-rs/argon2'
import type { Test } from 'tap'
import { createApp } from '../../src/app.ts'
import { OperatorAction } from '../../src/operations/actions/operator-action.entity.ts'
import { inboxProvider } from '../../src/providers/inbox.ts'
import type { Provider } from '../../src/providers/provider.ts'
import { startWorkers } from '../../src/worker.ts'
import { appOptions } from '../helpers/app-options.ts'
import { onEachBackend } from '../helpers/each-backend.ts'
import type { Backend } from '../helpers/queues.ts'
import { until } from '../helpers/until.ts'
import { openWorld, SEALING_KEYS, sendJob } from '../helpers/world.ts'

const PASSWORD = 'long enough for an operator'
const REDIS = 6

/** The service with its workers and pages, an operator and a viewer; a send takes as long as the test likes. */
async function openService(t: Test, backend: Backend) {
  const { database, queue } = await backend.open(t)
  const world = await openWorld(t, [], database)
  const held = Promise.withResolvers<void>()
  const inbox = inboxProvider(world.deps.orm, SEALING_KEYS)
  const slow: Provider = { ...inbox, send: (...given) => held.promise.then(() => inbox.send(...given)) }
  const queues = openQueueStore(queue, world.deps.log)
  const deps = { ...world.deps, providers: [slow] }
  const workers = startWorkers(deps, queues)
  const phc = await hash(PASSWORD, { memoryCost: 19_456, timeCost: 2, parallelism: 1 })
  const operators = (['operator', 'viewer'] as const).map((role) => ({ name: `${role}-1`, role, hash: phc }))
  const app = createApp(deps, appOptions({ queues, operators }))
  t.teardown(async () => {
    held.resolve()
    await Promise.all(workers.map((worker) => worker.close()))
    await app.close()
    await queues.close()
  })
  const as = (role: string) => `Basic ${Buffer.from(`${role}-1:${PASSWORD}`).toString('base64')}`
  const headers = (role: string) => ({ authorization: as(role), host: 'ops.test', 'sec-fetch-site': 'same-origin' })
  return {
    world,
    queues,
    release: held.resolve,
    send: async () => {
      const job = await sendJob()
      await queues.producer(SMS_QUEUE).add(SEND_JOB, job, sendJobId(job.message_id))
      return job.message_id
    },
    stateOf: async (id: string) =>
      (
        (await world.deps.orm.em.fork().execute('select state from notification.sms_messages where id = ?', [id])) as {
          state: string
        }[]
      )[0]?.state,
    page: async (role = 'operator') => (await app.inject({ url: '/ops/', headers: headers(role) })).body,
    post: (action: string, role = 'operator', changes: Record<string, string> = {}) =>
      app.inject({ method: 'POST', url: `/ops/sending/${action}`, headers: { ...headers(role), ...changes } }),
    actions: async () => {
      const rows = await world.deps.orm.em.fork().find(OperatorAction, {}, { orderBy: { at: 1, id: 1 } })
      return rows.map(({ who, action, target }) => [who, action, target])
    }
  }
}

onEachBackend(REDIS, 'an operator pauses sending, and resumes it: what came meanwhile is sent', async (t, backend) => {
  const { page, post, send, stateOf, release, queues, actions } = await openService(t, backend)
  release()
  t.match(await page(), /<h2>Sending<\/h2>/)
  const paused = await post('pause')
  t.match([paused.statusCode, paused.headers.location], [303, '/ops/'])
  t.match(await page(), /Sending is paused[\s\S]*Paused by <b>operator-1<\/b>[\s\S]*Resume sending/)
  t.equal(await (await queues.open(SMS_QUEUE)).isPaused(), true, 'the board of queues shows the same')
  const id = await send()
  await until('it waits', async () => (await queues.control(SMS_QUEUE).state()).waiting === 1)
  t.match(await page(), /<dt>Waiting<\/dt><dd class="value ">1<\/dd>/)
  t.equal(await stateOf(id), undefined, 'no worker took it')

  t.equal((await post('resume')).statusCode, 303)
  await until('it is sent', async () => (await stateOf(id)) === 'accepted')
  t.match(await page(), /<h2>Sending<\/h2>/)
  t.same(await actions(), [
    ['operator-1', 'queue.pause', SMS_QUEUE],
    ['operator-1', 'queue.resume', SMS_QUEUE]
  ])
})

onEachBackend(REDIS, 'a drain takes nothing new, and says when it is safe to stop', async (t, backend) => {
  const { page, post, send, stateOf, release, queues } = await openService(t, backend)
  const inHand = await send()
  const { state } = queues.control(SMS_QUEUE)
  await until('it is in hand', async () => (await state()).inHand === 1)
  await post('drain')
  const next = await send()
  t.match(await page(), /Draining: 1 still in hand/)
  release()
  await until('it is done', async () => (await state()).inHand === 0)
  t.match(await page(), /Drained: safe to stop/)
  t.same([await stateOf(inHand), await stateOf(next)], ['accepted', undefined], 'one was finished, one not begun')
})

onEachBackend(REDIS, 'a viewer, a stranger and another page change nothing', async (t, backend) => {
  const { page, post, queues, actions } = await openService(t, backend)
  for (const action of ['pause', 'drain', 'resume']) {
    t.equal((await post(action, 'viewer')).statusCode, 403)
    t.equal((await post(action, 'nobody')).statusCode, 401)
    t.equal((await post(action, 'operator', { 'sec-fetch-site': 'cross-site' })).statusCode, 403)
  }
  t.match(await queues.control(SMS_QUEUE).state(), { isPaused: false })
  const tried = Array(3).fill(['viewer-1', 'refused', 'sms'])
  t.same(await actions(), tried, 'what the viewer tried is on the record, and nothing was done')
  t.notMatch(await page('viewer'), /<form|<button/, 'a viewer is shown no button')
  await post('pause')
  t.match(await page('viewer'), /Paused by <b>operator-1/)
  t.notMatch(await page('viewer'), /<form|<button/)
})
