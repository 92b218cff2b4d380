import { SMS_QUEUE } from '@gatehouse/contracts'
import { createLog } from '@gatehouse/platform/log'
import { openQueueStore } from '@gatehouse/platform/queue/open-queue-store'
import type { Test } from 'tap'
import t from 'tap'
import { holdAt } from '../../chaos/scene/holding-points.ts'
import { openConnection } from '../../chaos/scene/own-connection.ts'
import type { Person } from '../fixtures/people.ts'
import { newNumber, signedIn } from '../fixtures/people.ts'
import { againUntil } from './again-until.ts'
import { dashboardQueries } from './metric-names.ts'
import type { Drill } from './open-drill.ts'
import { openDrill } from './open-drill.ts'
import { MISSING } from './program.ts'

// Each alert takes the time that its condition has to hold, one after the other.
t.setTimeout(240_000)

t.test('alerts on processes, stores and what waits fire when it happens', { skip: MISSING }, async (t) => {
  const drill = await openDrill(t)
  const { identity, notification, database, queue, prometheus } = drill
  const { fires, ceases } = prometheus
  const person = await signedIn(identity)

  await t.test('Prometheus understands every query of the dashboards, and most have an answer already', async (t) => {
    const answers = await Promise.all(dashboardQueries().map(({ query }) => prometheus.query(query)))
    t.ok(answers.filter((series) => series.length > 0).length > answers.length / 2)
  })

  await t.test('QueueStoreDown: connections to the queue are cut', async (t) => {
    await queue.takeAway()
    await fires('QueueStoreDown')
    t.equal((await fetch(`${identity.url}/metrics`)).status, 200)
    await queue.giveBack()
    await ceases('QueueStoreDown')
  })

  await t.test('DatabaseDown and Errors: connections to the database are cut', async () => {
    await database.slam()
    await againUntil(Promise.all([fires('DatabaseDown'), fires('Errors')]), () => person.get('profile'))
    await database.open()
    await ceases('DatabaseDown')
  })

  await t.test('ServiceDown: a process is killed', async () => {
    await notification.kill()
    await fires('ServiceDown')
    notification.startAgain()
    await notification.ready()
    await ceases('ServiceDown')
  })

  await t.test('QueuePaused: somebody pauses the queue', async () => {
    const store = openQueueStore(queue.queueUrl, createLog({ name: 'drill', level: 'silent', pretty: false }))
    t.teardown(store.close)
    await store.control(SMS_QUEUE).pause()
    await fires('QueuePaused')
    await store.control(SMS_QUEUE).resume()
    await ceases('QueuePaused')
  })

  await t.test('and those on what waits', (t) => whatWaits(t, drill, person))
})

async function whatWaits(t: Test, { stack, prometheus }: Drill, person: Person) {
  const { fires, ceases } = prometheus
  await t.test('OutboxTooOld: nobody gets a hand-off out of the table', async () => {
    const relay = await holdAt(t, stack.databaseUrl, { table: 'identity.hand_offs', on: 'update' })
    await person.sendCode(newNumber())
    await fires('OutboxTooOld')
    await relay.letGo()
    await ceases('OutboxTooOld')
  })

  await t.test('SweepNotRunning: a table is locked', async () => {
    const keeper = await openConnection(stack.databaseUrl)
    t.teardown(keeper.end)
    await keeper.query('begin; lock table notification.sms_messages in access exclusive mode')
    await fires('SweepNotRunning')
    await keeper.query('rollback')
    await ceases('SweepNotRunning')
  })
}
