import { createLog } from '@gatehouse/platform/log'
import { logFields, withLogFields } from '@gatehouse/platform/log-fields'
import t from 'tap'
import { startDrain } from '../../src/hand-off/drain.ts'

const log = createLog({ name: 'test', level: 'silent', pretty: false })

t.test('what waits is no part of the request that wakes the drain', async (t) => {
  const { promise: done, resolve } = Promise.withResolvers<unknown>()
  const drain = startDrain(
    'test',
    async () => {
      resolve(logFields())
      return { more: false }
    },
    log
  )
  withLogFields({ request_id: 'of somebody' }, drain.wake)
  t.equal(await done, undefined)
  await drain.stop()
})
