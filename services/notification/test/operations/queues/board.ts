import { SMS_QUEUE } from '@gatehouse/contracts'
import { hashForEntry, readHash } from '@gatehouse/platform/operators/password'
import { openQueueStore } from '@gatehouse/platform/queue/open-queue-store'
import type { Test } from 'tap'
import { createApp } from '../../../src/app.ts'
import { appOptions } from '../../helpers/app-options.ts'
import type { Backend } from '../../helpers/queues.ts'
import { until } from '../../helpers/until.ts'
import { openWorld } from '../../helpers/world.ts'

const PASSWORD = 'a password of some length'
const hash = `${readHash(await hashForEntry(PASSWORD))}`

export type Who = 'desk' | 'wall'
type Told = { who: string; action: string; target: string; details: { answer?: number } }
export const OPERATORS = [
  { name: 'desk', role: 'operator', hash },
  { name: 'wall', role: 'viewer', hash }
] as const

/** The service's HTTP side on real queues, with an operator and a viewer. */
export async function openBoard(t: Test, backend: Backend) {
  const { database, queue: url } = await backend.open(t)
  const { deps } = await openWorld(t, [], database)
  const store = openQueueStore(url, deps.log)
  t.teardown(() => store.close())
  const app = createApp(deps, appOptions({ queues: store, operators: [...OPERATORS], isBoundToLoopback: false }))
  t.teardown(() => app.close())

  const ask = (who: Who, method: 'GET' | 'PUT' | 'POST' | 'PATCH', url: string, payload?: object) => {
    const authorization = `Basic ${Buffer.from(`${who}:${PASSWORD}`).toString('base64')}`
    const headers = { authorization, host: 'ops.example.com', 'sec-fetch-site': 'same-origin' }
    return app.inject({ method, url, headers, ...(payload ? { payload } : {}) })
  }

  /** A job that failed as `run` says. */
  const failedJob = async (data: object, run: (job: Parameters<Parameters<typeof store.consume>[1]>[0]) => unknown) => {
    const queue = await store.open(SMS_QUEUE)
    const { id } = await queue.add('send', data, { attempts: 1, jobId: `sms-${crypto.randomUUID()}` })
    const worker = store.consume(SMS_QUEUE, async (job) => void (await run(job)), { concurrency: 1 })
    await until('the job ended', async () => ['failed', 'completed'].includes(await queue.getJobState(`${id}`)))
    await worker.close()
    return `${id}`
  }
  /** What was written down, once it says how each ended: that is written after the answer. */
  const actions = () =>
    until('every answer is written down', async () => {
      const told: Told[] = (await ask('wall', 'GET', '/ops/actions.json')).json().actions
      return told.every(({ details }) => details.answer !== undefined) && told
    })
  return { app, deps, store, ask, actions, failedJob, sms: () => store.open(SMS_QUEUE) }
}
