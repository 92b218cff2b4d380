import t from 'tap'
import { basic, entry, openGuarded, told } from './guard.ts'

const OPS = { host: 'ops.example.com', ...basic('desk') }
const LOCALHOST = { host: 'localhost:8001' }
const REFUSED = { status: 403, code: 'other_origin' }

/** What a browser sends along with a form or a script of a page elsewhere, and of no page at all. */
const ELSEWHERE = [
  { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' },
  { 'sec-fetch-site': 'same-site', origin: 'https://other.example.com' },
  { 'sec-fetch-site': 'none' },
  { 'sec-fetch-site': 'cross-site', origin: 'null' },
  { origin: 'https://evil.example' },
  { origin: 'https://ops.example.com.evil.example' },
  { origin: 'https://ops.example.com:8443' },
  { origin: 'http://localhost:3000' },
  { origin: 'null' },
  { origin: '' },
  {}
] as Record<string, string>[]

t.test('another page cannot act in the name of whoever is signed in', async (t) => {
  const { post, get } = await openGuarded(t, [await entry('desk', 'operator')])
  for (const headers of ELSEWHERE) t.match(told(await post({ ...OPS, ...headers })), REFUSED, JSON.stringify(headers))
  t.equal((await get({ ...OPS, 'sec-fetch-site': 'cross-site' })).statusCode, 200, 'a link leads here')
})

t.test('another page cannot act on the machine of a person who needs no sign-in', async (t) => {
  const { post } = await openGuarded(t, [], { isBoundToLoopback: true })
  for (const headers of ELSEWHERE)
    t.match(told(await post({ ...LOCALHOST, ...headers })), REFUSED, JSON.stringify(headers))
})

t.test('our own page acts, with and without the headers that only https brings', async (t) => {
  const [guarded, local] = [
    await openGuarded(t, [await entry('desk', 'operator')]),
    await openGuarded(t, [], { isBoundToLoopback: true })
  ]
  const site = { 'sec-fetch-site': 'same-origin' }
  t.equal((await guarded.post({ ...OPS, ...site, origin: 'https://ops.example.com' })).statusCode, 200)
  t.equal((await guarded.post({ ...OPS, origin: 'http://ops.example.com' })).statusCode, 200)
  t.equal((await local.post({ ...LOCALHOST, origin: 'http://localhost:8001' })).statusCode, 200)
  t.same((await local.post({ ...LOCALHOST, ...site })).json(), { name: 'local', role: 'operator' })
})
