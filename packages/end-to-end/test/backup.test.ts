import type { Test } from 'tap'
import t from 'tap'
import { POSTGRES_15, REDIS } from './fixtures/backends.ts'
import { createEmptyDatabase } from './fixtures/database.ts'
import { startTwilio } from './fixtures/phones.ts'
import { startRedis } from './fixtures/redis-server.ts'
import { startStack } from './fixtures/start-stack.ts'
import { backUpAndRestore } from './moving/back-up-and-restore.ts'
import { NO_TOOLS } from './moving/postgres-tools.ts'

const QUEUES = [
  { name: 'the queue in the backup', missing: NO_TOOLS, openQueue: async () => undefined },
  {
    name: 'an empty Redis',
    missing: NO_TOOLS || REDIS.missing,
    openQueue: async (t: Test) => (await startRedis(t)).url
  }
]

// Nearly all of it is waiting, so both wait at the same time.
t.jobs = QUEUES.length

for (const { name, missing, openQueue } of QUEUES) {
  t.test(`a backup taken under load lives on with ${name}`, { skip: missing, buffered: true }, async (t) => {
    // Made before the services, so that it is dropped after them.
    const copy = await createEmptyDatabase(POSTGRES_15.serverUrl)
    t.teardown(copy.drop)
    const [queueUrl, twilio] = [await openQueue(t), await startTwilio(t)]
    const stack = await startStack(t, POSTGRES_15, { env: twilio.settings })
    await backUpAndRestore(t, stack, twilio, { ...copy, queueUrl })
  })
}
