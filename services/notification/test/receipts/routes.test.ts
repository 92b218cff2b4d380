import type { Step } from '@gatehouse/end-to-end/providers/twilio-callbacks.ts'
import { sign } from '@gatehouse/end-to-end/providers/twilio-callbacks.ts'
import { ACCOUNT } from '@gatehouse/end-to-end/providers/twilio-server.ts'
import t from 'tap'
import { createApp } from '../../src/app.ts'
import { inboxProvider } from '../../src/providers/inbox.ts'
import type { Provider } from '../../src/providers/provider.ts'
import { appOptions } from '../helpers/app-options.ts'
import { openTwilio } from '../helpers/real-providers.ts'
import { openReceipts, PUBLIC_URL, pathOf, post } from '../helpers/receipts.ts'
import { openWorld, SEALING_KEYS } from '../helpers/world.ts'

t.test('who is not Twilio changes nothing, and learns nothing: not even whether a message exists', async (t) => {
  const { server, world, send, last } = await openReceipts(t)
  const { id } = await send()
  const { readAt: _, ...before } = await world.row(id)
  const known = last()
  const unknown = { ...known, callback: known.callback?.replace(id, crypto.randomUUID()) }
  const forgeries: Step[] = [
    { status: 'delivered', signature: null },
    { status: 'delivered', signature: '' },
    { status: 'delivered', signature: Buffer.alloc(20).toString('base64') },
    { status: 'delivered', signature: 'ü' },
    { status: 'delivered', authToken: 'the token of last year' },
    { status: 'delivered', signedUrl: `https://elsewhere.example.com${pathOf(id)}` },
    { status: 'delivered', signedUrl: `${PUBLIC_URL}/webhooks/twilio/status` },
    { status: 'failed', errorCode: '21610', authToken: '' }
  ]
  for (const forgery of forgeries) {
    t.same(await server.tell(known, forgery), [403], JSON.stringify(forgery))
    t.same(await server.tell(unknown, forgery), [403])
  }
  const { readAt: __, ...after } = await world.row(id)
  t.same(after, before)
})

t.test('a refusal has the one shape of errors, and is the same whatever was asked', async (t) => {
  const { app, send, last } = await openReceipts(t)
  const { id } = await send()
  const form = { MessageSid: last().id, MessageStatus: 'delivered' }
  const wrong = { 'x-twilio-signature': 'bm8=', 'x-request-id': 'r' }
  const bodies = new Set<string>()
  for (const url of [pathOf(id), pathOf(crypto.randomUUID()), pathOf('x'), '/webhooks/twilio/status']) {
    const answer = await post(app, url, form, wrong)
    t.equal(answer.statusCode, 403)
    bodies.add(answer.body)
  }
  t.equal(bodies.size, 1)
  t.match(JSON.parse([...bodies][0] ?? ''), { code: 'signature_invalid', error: String, details: {} })
  t.equal((await post(app, pathOf(id), form, { ...wrong, 'content-type': 'application/json' })).statusCode, 403)
  t.equal((await app.inject({ method: 'POST', url: pathOf(id) })).statusCode, 403)
})

t.test('a parameter that was changed on the way, added or taken away breaks the signature', async (t) => {
  const { app, send, last } = await openReceipts(t)
  const { id } = await send()
  const form = { MessageSid: last().id, MessageStatus: 'undelivered', ErrorCode: '30003' }
  const signature = sign(ACCOUNT.authToken, `${PUBLIC_URL}${pathOf(id)}`, form)
  const headers = { 'x-twilio-signature': signature }
  for (const changed of [{ MessageStatus: 'delivered' }, { ErrorCode: '21610' }, { Extra: '1' }] as Record<
    string,
    string
  >[]) {
    t.equal((await post(app, pathOf(id), { ...form, ...changed }, headers)).statusCode, 403)
  }
  t.equal((await post(app, `${pathOf(id)}&x=1`, form, headers)).statusCode, 403)
  t.equal((await post(app, pathOf(id), form, headers)).statusCode, 204, 'untouched it is genuine')
})

t.test('behind a gateway that takes its own path off, the address is the one that Twilio saw', async (t) => {
  const publicUrl = 'https://api.example.com:8443/sms'
  const { app, world, send, last } = await openReceipts(t, { publicUrl })
  const { id } = await send()
  t.equal(last().callback, `${publicUrl}${pathOf(id)}`)
  const form = { MessageSid: last().id, MessageStatus: 'delivered' }
  const headers = {
    host: 'notification.internal:8001',
    'x-forwarded-for': '203.0.113.9',
    'x-forwarded-host': 'api.example.com',
    'x-twilio-signature': sign(ACCOUNT.authToken, `${publicUrl}${pathOf(id)}`, form)
  }
  t.equal((await post(app, pathOf(id), form, headers)).statusCode, 204)
  t.match(await world.row(id), { state: 'delivered' })
})

t.test('without Twilio, or without a public address, there is no such route', async (t) => {
  const answer = async (providers: Provider[]) => {
    const options = appOptions({ isProduction: true, isBoundToLoopback: false })
    const app = createApp({ ...deps, providers }, options)
    t.teardown(() => app.close())
    return (await post(app, pathOf(crypto.randomUUID()), {})).statusCode
  }
  const { deps } = await openWorld(t)
  t.equal(await answer([inboxProvider(deps.orm, SEALING_KEYS)]), 404)
  t.equal(await answer([(await openTwilio(t)).provider]), 404)
  t.equal(await answer([(await openTwilio(t, { publicUrl: PUBLIC_URL })).provider]), 204)
})

t.test('nothing but a post is answered', async (t) => {
  const { app } = await openReceipts(t)
  for (const method of ['GET', 'PUT', 'DELETE', 'PATCH'] as const) {
    t.equal((await app.inject({ method, url: pathOf(crypto.randomUUID()) })).statusCode, 404, method)
  }
})

t.test('while the database is away Twilio is told to come again', async (t) => {
  const { server, world, send, last } = await openReceipts(t)
  const { id } = await send()
  const [sms] = [last()]
  const away = createApp(
    { ...world.deps, orm: { em: { fork: () => ({ transactional: refuse }) } } as unknown as typeof world.deps.orm },
    appOptions({ isProduction: true, isBoundToLoopback: false })
  )
  t.teardown(() => away.close())
  server.callAt(await away.listen({ host: '127.0.0.1', port: 0 }))
  t.same(await server.tell(sms, { status: 'delivered' }), [503])
  t.match(await world.row(id), { state: 'accepted' })
})

const refuse = async () => {
  throw Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:5432'), { code: 'ECONNREFUSED' })
}
