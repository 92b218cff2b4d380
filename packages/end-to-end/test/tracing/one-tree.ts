import type { Test } from 'tap'
import type { Collector, Span } from '../fixtures/collector.ts'
import { newNumber, signedIn } from '../fixtures/people.ts'
import type { Twilio } from '../fixtures/phones.ts'
import { codeOn } from '../fixtures/phones.ts'
import { spanTree } from '../fixtures/span-tree.ts'
import type { Stack } from '../fixtures/start-stack.ts'
import { until } from '../fixtures/until.ts'
import { findSecrets } from '../rest/find-secrets.ts'

export type Scene = { stack: Stack; collector: Collector; twilio: Twilio }

const TREE = `identity: POST /api/auth/send-phone-verification/
  identity: request code
    identity: send sms
      notification: process sms
        notification: record receipt
          notification: send sms-status
            identity: process sms-status
        notification: send sms-status
          identity: process sms-status
        notification: twilio send
    identity: verify code
      identity: send sms-outcome
        notification: process sms-outcome`

/** A code is asked for, sent, delivered and typed. */
export async function followOneMessage(t: Test, { stack, collector, twilio }: Scene) {
  const name = 'Wilhelmina'
  const [person, number] = [await signedIn(stack.identity, { first_name: name }), newNumber()]
  await person.sendCode(number, { 'user-agent': 'a-telltale-browser' })
  await until('the client sees "sent"', async () => (await person.verification())?.status === 'sent')
  const [sms] = twilio.taken.filter(({ to }) => to === number)
  if (!sms) throw new Error('nothing was sent')
  t.same(await twilio.tell(sms, { status: 'delivered' }), [204])
  await until('the client sees "delivered"', async () => (await person.verification())?.status === 'delivered')
  const code = codeOn(twilio, number)
  t.equal((await person.verify(code)).status, 200)

  const tree = await until('the whole tree is there', () => {
    const spans = treeOf(collector, 'POST /api/auth/send-phone-verification/')
    return spans.length >= TREE.split('\n').length && spans
  })
  t.same(spanTree(tree), TREE.split('\n'), 'one root, and every parent is known')
  t.same(new Set(idsIn(tree)).size, 1, 'all of one message')
  t.match(named(tree, 'twilio send'), { kind: 3, attributes: { 'gatehouse.outcome': 'accepted' } })
  holdLinks(t, collector, tree)
  t.ok(
    collector.bodies.every((body) => body.includes('"x-collector-key":"of-tests"')),
    'with the key'
  )
  const secrets = [number, number.slice(1), number.slice(3), person.email, name, person.token, person.id, sms.id]
  const texts = [...secrets, 'a-telltale-browser', person.address, code].map((text) => ({ what: text, text }))
  t.same(findSecrets([{ name: 'the bytes', text: collector.bodies.join('\n') }], texts), [], 'and of nobody')
}

// The receipt and the verification came by requests of their own: each is found from the other.
function holdLinks(t: Test, collector: Collector, tree: Span[]) {
  for (const [inTree, request] of [
    ['record receipt', 'POST /webhooks/twilio/status'],
    ['verify code', 'POST /api/auth/verify-phone/']
  ] as const) {
    const [caused, cause] = [named(tree, inTree), named(collector.spans, request)]
    t.match(caused?.links, [{ spanId: cause?.spanId }], `${inTree} leads to its request`)
    t.match(cause?.links, [{ traceId: caused?.traceId }], 'and back')
  }
}

export const named = (spans: readonly Span[], name: string) => spans.find((span) => span.name === name)

const idsIn = (spans: Span[]) =>
  spans.map(({ attributes }) => attributes['gatehouse.message_id']).filter((id) => id !== undefined)

function treeOf({ spans }: Collector, root: string): Span[] {
  const traceId = named(spans, root)?.traceId
  return spans.filter((span) => span.traceId === traceId)
}
