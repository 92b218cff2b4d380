import t from 'tap'
import { POSTGRES, REDIS } from './fixtures/backends.ts'
import { startTwilio } from './fixtures/phones.ts'
import { startRedis } from './fixtures/redis-server.ts'
import { startStack } from './fixtures/start-stack.ts'
import { moveQueue } from './moving/move-queue.ts'
import { NO_TOOLS } from './moving/postgres-tools.ts'

t.test(
  'the queue moves from PostgreSQL to Redis under load, and each code arrives once',
  { skip: REDIS.missing || NO_TOOLS },
  async (t) => {
    const [redis, twilio] = [await startRedis(t), await startTwilio(t)]
    const stack = await startStack(t, POSTGRES, { env: twilio.settings })
    await moveQueue(t, stack, twilio, redis.url)
  }
)
