import { randomUUID } from 'node:crypto'
import { context, trace } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { setGlobalErrorHandler } from '@opentelemetry/core'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { resourceFromAttributes } from '@opentelemetry/resources'
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  TracerProvider
} from '@opentelemetry/sdk-trace'
import type { Logger } from '../log.ts'
import { atMostEvery } from '../queue/at-most-every.ts'
import { within } from '../within.ts'
import { codeOf } from './span.ts'
import type { Tracing } from './start-tracing.ts'

const TELL_EVERY_MS = 60_000
const FLUSH_TIMEOUT_MS = 1000
const SEND_TIMEOUT_MS = 3000
/** What is more than the queue holds is dropped: memory is for messages. */
const QUEUE = { maxQueueSize: 2048, maxExportBatchSize: 512, scheduledDelayMillis: 1000, exportTimeoutMillis: 4000 }
const LIMITS = { attributeValueLengthLimit: 200 }

export type SdkOptions = { endpoint: string; ratio: number; service: string }

/** The SDK, set up by hand: instrumentation that does it by itself would write down statements and addresses. */
export function openSdk({ endpoint, ratio, service }: SdkOptions, log: Logger): Tracing {
  const tell = atMostEvery(TELL_EVERY_MS, (error: unknown) =>
    log.warn({ reason: codeOf(error) }, 'traces are lost: the collector does not take them')
  )
  setGlobalErrorHandler(tell)
  const exporter = new OTLPTraceExporter({ url: `${endpoint}/v1/traces`, timeoutMillis: SEND_TIMEOUT_MS })
  const provider = new TracerProvider({
    resource: resourceFromAttributes({
      'service.namespace': 'gatehouse',
      'service.name': service,
      'service.instance.id': randomUUID()
    }),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(ratio) }),
    spanLimits: LIMITS,
    spanProcessors: [new BatchSpanProcessor({ exporter, ...QUEUE })]
  })
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
  trace.setGlobalTracerProvider(provider)
  return { stop: () => within(FLUSH_TIMEOUT_MS, 'sending the last spans', provider.shutdown()).catch(tell) }
}
