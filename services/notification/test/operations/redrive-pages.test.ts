import { SMS_QUEUE, SMS_STATUS_QUEUE } from '@gatehouse/contracts'
import { openQueueStore } from '@gatehouse/platform/queue/open-queue-store'
import { startSweeps } from '../../src/delivery/sweeps.ts'
import type { Deps } from '../../src/deps.ts'
import { onEachBackend } from '../helpers/each-backend.ts'
import type { Backend } from '../helpers/queues.ts'
import { openQueues } from '../helpers/queues.ts'
import { openTwilio } from '../helpers/real-providers.ts'
import { until } from '../helpers/until.ts'
import { openWorld } from '../helpers/world.ts'
import { openPages } from './open-pages.ts'

type Test = Parameters<typeof openWorld>[0]

/** Workers that have another sealing key than identity, so that every message fails at once. */
async function openBlind(t: Test, backend: Backend) {
  const { database, queue } = await backend.open(t)
  const { server, provider } = await openTwilio(t)
  const world = await openWorld(t, [provider], database)
  const store = openQueueStore(queue, world.deps.log)
  t.teardown(() => store.close())
  const queued = { sends: store.producer(SMS_QUEUE), statuses: store.producer(SMS_STATUS_QUEUE) }
  const blind = await openQueues(t, { ...world.deps, sealingKeys: [Buffer.alloc(32, 9)] }, queue)
  return { server, world, queue, queued, blind }
}

const stands = async (sends: Deps['sends'], id: string) => (await sends.look(`sms-${id}`))?.state

onEachBackend(7, 'a message that failed is redriven, and the phone gets it', async (t, backend) => {
  const { server, world, queue, queued, blind } = await openBlind(t, backend)
  const { message_id: id } = await blind.send()
  const deps = { ...world.deps, ...queued }
  const sweeps = startSweeps(deps)
  t.teardown(() => sweeps.stop())
  const fail = async (times: number) => {
    const { stop } = await blind.start()
    await until(`it failed ${times} times`, async () => {
      const { state, redrives } = await world.row(id).catch(() => ({ state: '', redrives: 0 }))
      return state === 'failed' && redrives === times - 1 && (await stands(queued.sends, id)) === 'failed'
    })
    await stop()
    await until(
      'identity hears of it',
      () => blind.statuses.filter(({ status }) => status === 'failed').length === times
    )
  }
  const { get, post, json, actions } = openPages(t, deps)

  await fail(1)
  await post(`messages/${id}/redrive/`)
  await fail(2)
  t.match((await get(`messages/${id}/`)).body, /sealed with a key.*id="redrive"/s, 'why, and what can be done')
  t.equal((await post(`messages/${id}/redrive/`)).headers.location, `/ops/messages/${id}/?redriven=yes`)
  await until('its job is back', async () => (await stands(queued.sends, id)) === 'waiting')
  t.equal((await post(`messages/${id}/redrive/`)).headers.location, `/ops/messages/${id}/?redriven=no`, 'once')

  const seeing = await openQueues(t, world.deps, queue)
  await seeing.start()
  await until('identity learns of it', () => [blind, seeing].some(({ statusOf }) => statusOf(id) === 'sent'))
  t.equal(server.taken.length, 1)
  t.match(await json(`?id=${id}`), { messages: [{ state: 'accepted', redrives: 2, number: '…671', reason: null }] })
  const page = (await get(`messages/${id}/`)).body
  const order = ['Handed to the queue', 'Failed', 'Redriven by local', 'Sent to twilio', 'twilio took it']
  t.match(page, new RegExp(order.join('.*'), 's'))
  t.notMatch(page, /4155552671|428571/)
  const local = { who: 'local', target: id }
  const counts = [1, 1, 0].map((redriven) => ({ ...local, details: { redriven } }))
  t.match(await actions(), counts)
})

onEachBackend(7, 'all that are still in time are redriven by the sweep, also after a crash', async (t, backend) => {
  const { server, world, queue, queued, blind } = await openBlind(t, backend)
  const jobs = []
  for (let count = 0; count < 30; count++) jobs.push(await blind.send())
  const { stop } = await blind.start()
  const { sends } = queued
  for (const { message_id: id } of jobs) await until('it failed', async () => (await stands(sends, id)) === 'failed')
  await stop()

  const { get, post } = openPages(t, world.deps)
  t.match((await get('messages/redrive/?state=failed')).body, 'Redrive 30 messages?')
  const answer = await post('messages/redrive/', { state: 'failed', confirmed: '25' })
  t.equal(answer.headers.location, '/ops/messages/?redriven=25', 'never more than was confirmed')
  t.match((await get('messages/?redriven=25')).body, /25 messages redriven.*5 messages failed/s)
  t.match(await post('messages/redrive/', { confirmed: '30' }), { headers: { location: '/ops/messages/?redriven=5' } })

  // Nobody brought a job back yet, as after a crash: the sweep does.
  const seeing = await openQueues(t, world.deps, queue)
  await seeing.start()
  const sweeps = startSweeps({ ...world.deps, sends })
  t.teardown(() => sweeps.stop())
  await until('all are sent', () => server.taken.length >= jobs.length)
  t.equal(server.taken.length, jobs.length)
})
