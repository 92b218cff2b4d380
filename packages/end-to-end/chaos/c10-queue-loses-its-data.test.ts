import { Redis } from 'ioredis'
import { arrivals } from '../test/fixtures/phones.ts'
import { until } from '../test/fixtures/until.ts'
import { chaosCase } from './scene/chaos-case.ts'
import { openConnection } from './scene/own-connection.ts'

const SENDS = 10

chaosCase({ id: 'C10', fault: 'the queue loses all of its data' }, async (scene) => {
  const { stack, twilio, store, t } = scene
  await stack.notification.stop()
  const senders = await scene.gather(SENDS)
  t.ok((await scene.ask(senders)).every(({ status }) => status === 200))
  const waiting = 'select from identity.hand_offs where handed_over_at is null'
  await until('the queue has all of them', async () => (await stack.query(waiting)).length === 0)
  await loseEverything(store.serverUrl)
  stack.notification.startAgain()
  scene.mended()
  await until('all arrived', () => senders.every(({ number }) => arrivals(twilio, number) > 0))
})

async function loseEverything(url: string) {
  if (url.startsWith('redis')) {
    const client = new Redis(url)
    await client.flushall()
    return client.disconnect()
  }
  const connection = await openConnection(url)
  await connection.query('truncate bullmq.job cascade')
  await connection.end()
}
