import type { Job } from 'bullmq'
import type { Span } from './span.ts'
import { inSpan, SpanKind, withSpan } from './span.ts'
import { traceParent } from './trace-parent.ts'

const UUID = /^[0-9a-f-]{36}$/

/** Adds a job with the trace that it goes on with, in a span of its own. */
export const inProducerSpan = (queue: string, data: object, add: (data: object) => Promise<void>): Promise<void> =>
  inSpan(`send ${queue}`, { kind: SpanKind.PRODUCER, attributes: describe(queue, 'send', data) }, () => {
    const trace = traceParent()
    return add(trace ? { ...data, trace } : data)
  })

/** Works on a job in its trace. Work that cannot be done marks the span itself, by a code. */
export const inConsumerSpan = (job: Pick<Job, 'queueName' | 'data'>, work: (span: Span) => Promise<void>) => {
  const { queueName: queue, data } = job
  const attributes = describe(queue, 'process', data)
  return withSpan(`process ${queue}`, { kind: SpanKind.CONSUMER, parent: data?.trace, attributes }, work)
}

/** The id of the message that a job is about, if it has one: what lies in a queue may be anything. */
export function messageIdOf(data: unknown): string | undefined {
  const { message_id: id } = (data ?? {}) as { message_id?: unknown }
  return typeof id === 'string' && UUID.test(id) ? id : undefined
}

const describe = (queue: string, operation: 'send' | 'process', data: unknown) => ({
  'messaging.system': 'bullmq',
  'messaging.destination.name': queue,
  'messaging.operation.type': operation,
  'gatehouse.message_id': messageIdOf(data)
})
