import t from 'tap'
import { POSTGRES, REDIS } from './fixtures/backends.ts'
import { startCollector } from './fixtures/collector.ts'
import { startTwilio } from './fixtures/phones.ts'
import { startStack } from './fixtures/start-stack.ts'
import { joinTheLogs } from './tracing/logs.ts'
import { followOneMessage } from './tracing/one-tree.ts'
import { followTheGateway } from './tracing/whose-trace.ts'

const PUBLIC_URL = 'http://sms.example.test'

for (const backend of [POSTGRES, REDIS]) {
  t.test(`traces with ${backend.name} as queue`, { skip: backend.missing }, async (t) => {
    const [collector, twilio] = [await startCollector(t), await startTwilio(t)]
    const env = { ...twilio.settings, ...collector.settings, NOTIFICATION_PUBLIC_URL: PUBLIC_URL }
    const stack = await startStack(t, backend, { env })
    twilio.callAt(stack.notification.url)
    const scene = { stack, collector, twilio }

    t.test('from request to receipt and verification a message is one tree', (t) => followOneMessage(t, scene))
    t.test('a trace goes on from a trusted proxy, and from nobody else', (t) => followTheGateway(t, scene))
    t.test('every line about a request or a message says which, and where its trace is', (t) => joinTheLogs(t, scene))
  })
}
