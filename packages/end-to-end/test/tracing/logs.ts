import { randomUUID } from 'node:crypto'
import type { Test } from 'tap'
import { newNumber, signedIn } from '../fixtures/people.ts'
import { arrivals } from '../fixtures/phones.ts'
import { until } from '../fixtures/until.ts'
import type { Scene } from './one-tree.ts'
import { named } from './one-tree.ts'

type Line = { msg: string; request_id?: string; message?: string; trace_id?: string; span_id?: string; req?: object }

const linesOf = (output: string) =>
  output
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Line)

/** The request's line and the worker's lines lead to the same trace. */
export async function joinTheLogs(t: Test, { stack, collector, twilio }: Scene) {
  const [person, number, id] = [await signedIn(stack.identity), newNumber(), randomUUID()]
  await person.sendCode(number, { 'x-request-id': id })
  await until('it arrives', () => arrivals(twilio, number) > 0)
  const answered = await until('the request is logged', () =>
    linesOf(stack.identity.output()).find((line) => line.request_id === id)
  )
  t.match(answered, { msg: 'answered', trace_id: /^\w{32}$/, span_id: /^\w{16}$/ })
  const sent = await until('the send is logged', () =>
    linesOf(stack.notification.output()).find(
      ({ msg, trace_id }) => msg === 'provider answered' && trace_id === answered.trace_id
    )
  )
  t.ok(sent.message, 'with the message')
  await until('it is traced', () => collector.spans.some((span) => span.traceId === sent.trace_id))
  t.ok(named(collector.spans, 'process sms'))
  const lines = linesOf(stack.output())
  t.same(
    lines.filter(({ msg, request_id }) => msg === 'answered' && !request_id),
    []
  )
  t.same(
    lines.filter(({ msg, message, trace_id }) => msg === 'receipt' && !(message && trace_id)),
    []
  )
}
