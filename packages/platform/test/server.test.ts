import t from 'tap'
import { Type } from 'typebox'
import { createServer } from '../src/http/server.ts'
import { createLog } from '../src/log.ts'
import { Refusal, tooMany } from '../src/refusal.ts'

const log = createLog({ name: 'test', level: 'silent', pretty: false })
const Body = Type.Object(
  {
    name: Type.Optional(Type.String({ maxLength: 5, description: 'text of at most 5 characters' })),
    tags: Type.Optional(
      Type.Union([Type.Array(Type.String()), Type.Null()], { description: 'a list of texts, or null' })
    ),
    'a/b': Type.Optional(Type.Integer({ description: 'a whole number' }))
  },
  { additionalProperties: false }
)

const app = createServer({ log, trustedProxies: [] })
app.post('/echo', { schema: { body: Body } }, async (request) => ({ got: request.body }))
app.get('/fails', async () => {
  throw new Error('postgres://user:secret@host')
})
app.get('/refuses', async () => {
  throw new Refusal('phone_taken', { a: 1 })
})
app.get('/limits', async () => {
  throw tooMany(0.2)
})
app.get('/deadlock', async () => {
  throw Object.assign(new Error('deadlock detected'), { code: '40P01' })
})
app.get('/down', async () => {
  throw Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })
})
t.teardown(() => app.close())

const JSON_TYPE = 'application/json'
const FORM = 'application/x-www-form-urlencoded'
const post = (payload: string, type = JSON_TYPE) =>
  app.inject({ method: 'POST', url: '/echo', payload, headers: { 'content-type': type } })

t.test('a body is JSON, a form, or JSON that is labelled as a form', async (t) => {
  t.same((await post('{"name":"a"}')).json(), { got: { name: 'a' } })
  t.same((await post('{"name":"a"}', `${JSON_TYPE}; charset=utf-8`)).json(), { got: { name: 'a' } })
  t.same((await post(' {"name":"a"}', FORM)).json(), { got: { name: 'a' } })
  t.same((await post('name=a+b', FORM)).json(), { got: { name: 'a b' } })
  t.same((await post('name=%C3%A4', FORM)).json(), { got: { name: 'ä' } })
  t.same((await post('name=', FORM)).json(), { got: { name: '' } })
})

t.test('an empty body is an empty object', async (t) => {
  for (const type of [JSON_TYPE, FORM]) t.same((await post('', type)).json(), { got: {} })
  t.same((await app.inject({ method: 'POST', url: '/echo' })).json(), { got: {} })
})

t.test('forms have their limits', async (t) => {
  t.same((await post('name=a&name=b', FORM)).json().details, { name: ['is given more than once'] })
  t.equal((await post('name=a&name', FORM)).statusCode, 400)
  t.equal((await post('other=a', FORM)).json().code, 'validation_failed')
  t.equal((await post('a=%00', FORM)).json().code, 'validation_failed')
  t.equal((await post(`name=${'a'.repeat(300_000)}`, FORM)).statusCode, 413)
  t.equal((await post('=&=&==', FORM)).statusCode, 400)
  const many = Array.from({ length: 5000 }, (_, n) => `f${n}=1`).join('&')
  t.equal((await post(many, FORM)).statusCode, 400)
})

t.test('every wrong field is named, each with one sentence', async (t) => {
  const answer = await post('{"name":"abcdef","tags":[1,2],"a/b":1.5,"x~y":1,"evil":true}')
  t.equal(answer.statusCode, 400)
  t.same(answer.json().details, {
    name: ['must be text of at most 5 characters'],
    tags: ['must be a list of texts, or null'],
    'a/b': ['must be a whole number'],
    'x~y': ['is not a known field'],
    evil: ['is not a known field']
  })
})

t.test('the sentence of a fault in a list is the list’s own', async (t) => {
  t.same((await post('{"tags":"x"}')).json().details, { tags: ['must be a list of texts, or null'] })
})

t.test('what was not foreseen tells the caller nothing', async (t) => {
  const answer = await app.inject('/fails')
  t.match(answer.json(), { code: 'internal_error', details: {} })
  t.equal(answer.statusCode, 500)
  t.notMatch(answer.body, /secret|postgres/)
})

t.test('refusals carry their status, word and details', async (t) => {
  const answer = await app.inject('/refuses')
  t.equal(answer.statusCode, 409)
  t.match(answer.json(), { code: 'phone_taken', error: /./, details: { a: 1 } })
  const limited = await app.inject('/limits')
  t.equal(limited.headers['retry-after'], '1', 'never nought')
  t.same(limited.json().details, { retry_after: 1 })
})

t.test('what may succeed a moment later is told as such', async (t) => {
  for (const url of ['/deadlock', '/down']) t.match((await app.inject(url)).json(), { code: 'unavailable' }, url)
})
