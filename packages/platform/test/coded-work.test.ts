import { codedWork } from '../src/queue/coded-work.ts'
import { JOB_OPTIONS } from '../src/queue/policy.ts'
import { consume, log, newQueue, onEveryBackend, open, until } from './fixtures/queues.ts'

const PATIENCE_MS = 50
const OUTAGE = JOB_OPTIONS.attempts * 2

onEveryBackend('a database that is away costs a job none of its tries', async (t, url) => {
  const [store, queue] = [open(t, url), newQueue()]
  let starts = 0
  let done = false
  const task = async () => {
    starts += 1
    if (starts <= OUTAGE) throw Object.assign(new Error('down'), { code: 'ECONNREFUSED' })
    done = true
  }
  consume(t, store, queue, codedWork({ task }, log, PATIENCE_MS))
  await store.producer(queue).add('task', {}, 'patient')
  await until('the job to be done', () => done)
  t.equal(starts, OUTAGE + 1)
})
