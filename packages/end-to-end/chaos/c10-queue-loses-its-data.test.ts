import { Redis } from 'ioredis'
import { arrivals } from '../test/fixtures/phones.ts'
import { until } from '../test/fixtures/until.ts'
import { chaosCase } from './scene/chaos-case.ts'
import { fillQueue } from './scene/fill-queue.ts'
import { openConnection } from './scene/own-connection.ts'

const SENDS = 10

chaosCase({ id: 'C10', fault: 'the queue loses all of its data' }, async (scene) => {
  const { stack, twilio, store } = scene
  const senders = await fillQueue(scene, SENDS)
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
