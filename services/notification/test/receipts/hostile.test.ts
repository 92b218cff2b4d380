import t from 'tap'
import { FORM, openReceipts, pathOf, post } from '../helpers/receipts.ts'

const ODD = ['', ' ', '%00', '%', '%zz', 'ü', '\ufffd', '[]', '{}', '__proto__', 'constructor', 'x'.repeat(3000)]
const NAMES = ['MessageSid', 'SmsSid', 'MessageStatus', 'SmsStatus', 'ErrorCode', '__proto__', '', 'To']

t.test('a genuine receipt may hold anything: it is no fault of ours, and no news', async (t) => {
  const { app, world, send, last } = await openReceipts(t)
  const { id } = await send()
  for (const name of NAMES) {
    for (const value of [...ODD, '\0']) {
      const form = { MessageSid: last().id, MessageStatus: 'exploded', ErrorCode: '1', [name]: value }
      const { statusCode } = await post(app, pathOf(id), form)
      t.equal(statusCode, 204, `${name}=${JSON.stringify(value)}`)
    }
  }
  t.match(await world.row(id), { state: 'accepted' })
})

t.test('whatever somebody else posts, he is refused', async (t) => {
  const { app, world, send } = await openReceipts(t)
  const { id } = await send()
  const refused = async (url: string, payload: string | Buffer, type: string, signature: string) => {
    const headers = { 'content-type': type, 'x-twilio-signature': signature }
    const { statusCode } = await app.inject({ method: 'POST', url, payload, headers })
    t.ok([400, 403, 413, 415].includes(statusCode), `${url} ${type} ${statusCode}`)
  }
  const bodies = ['', '&&&===', '{"a":1}', '[[[[', '\0\0', 'a=%ff&a=%fe', 'a&'.repeat(8000), Buffer.alloc(15_000, 255)]
  for (const body of [...bodies, 'x'.repeat(17_000)]) {
    for (const type of [FORM, 'application/json', 'text/plain', 'multipart/form-data; boundary=x', 'nonsense']) {
      await refused(pathOf(id), body, type, 'x')
    }
  }
  for (const odd of ODD) {
    await refused(pathOf(encodeURIComponent(odd)), 'a=1', FORM, 'x')
    await refused(`${pathOf(id)}&bodySHA256=${encodeURIComponent(odd)}`, 'a=1', FORM, odd.replace(/[^ -~]/g, '?'))
  }
  t.match(await world.row(id), { state: 'accepted' })
})
