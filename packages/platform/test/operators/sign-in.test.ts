import t from 'tap'
import { basic, entry, OURS, openGuarded, PASSWORD, told } from './guard.ts'

const REFUSED = { status: 401, code: 'operator_sign_in_required', scheme: /^Basic realm="Gatehouse operations"/ }

t.test('who is in OPS_USERS comes in by name and password, with the role that stands there', async (t) => {
  const { get, post, app } = await openGuarded(t, [await entry('wall', 'viewer'), await entry('desk', 'operator')])
  t.same((await get(basic('wall'))).json(), { name: 'wall', role: 'viewer' })
  t.same((await get(basic('desk'))).json(), { name: 'desk', role: 'operator' })
  t.same((await get(basic('desk'))).json(), { name: 'desk', role: 'operator' }, 'remembered')
  t.equal((await app.inject('/open')).statusCode, 200)
  t.match(told(await post({ ...OURS, ...basic('wall') })), { status: 403, code: 'operator_required' })
  t.same((await post({ ...OURS, ...basic('desk') })).json(), { name: 'desk', role: 'operator' })
})

t.test('nobody else comes in, and everybody is told the same', async (t) => {
  const { get } = await openGuarded(t, [await entry('desk', 'operator')], { isBoundToLoopback: true })
  const colonless = `Basic ${Buffer.from('desk').toString('base64')}`
  const broken = ['Basic', 'Basic !', 'Bearer x', colonless, `Basic ${Buffer.from('desk:\0').toString('base64')}`]
  const strangers = [
    {},
    basic('desk', 'a password of some lengt'),
    basic('desk', ''),
    basic('desk', 'x'.repeat(100_0)),
    basic('Desk'),
    basic('nobody'),
    basic(''),
    basic('desk:'),
    basic('local'),
    ...broken.map((authorization) => ({ authorization }))
  ]
  for (const [index, headers] of strangers.entries()) {
    t.match(told(await get({ host: 'localhost', ...headers }, `203.0.113.${index}`)), REFUSED, JSON.stringify(headers))
  }
})

t.test('a password of one is not remembered for another', async (t) => {
  const { get } = await openGuarded(t, [
    await entry('desk', 'operator'),
    await entry('wall', 'viewer', 'quite another one')
  ])
  t.equal((await get(basic('desk'))).statusCode, 200)
  t.equal((await get(basic('wall'))).statusCode, 401)
  t.equal((await get(basic('desk:a', PASSWORD.slice(1)))).statusCode, 401)
})

t.test(
  'a guesser has five tries a minute, also when they come at once, and nothing tells which names are known',
  async (t) => {
    const { get, clock } = await openGuarded(t, [await entry('desk', 'operator')])
    for (const name of ['desk', 'nobody']) {
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, index) => get(basic(name, `a guess no. ${index}`)))
      )
      const statuses = answers.map(({ statusCode }) => statusCode)
      t.same(
        [statuses.filter((status) => status === 401).length, statuses.filter((status) => status === 429).length],
        [5, 15]
      )
      const refused = answers.find(({ statusCode }) => statusCode === 429)
      t.match(refused?.headers, { 'retry-after': /^\d+$/ })
      t.notOk(refused?.headers['www-authenticate'], 'a browser keeps what it has')
    }
    t.equal((await get(basic('desk'))).statusCode, 429, 'the right one is not even looked at')
    clock.now = new Date(clock.now.getTime() + 60_000)
    t.equal((await get(basic('desk'))).statusCode, 200)
  }
)

t.test('behind a trusted gateway a guesser uses up their own tries, not those of who shares the gateway', async (t) => {
  const operators = [await entry('desk', 'operator')]
  const from = (client: string, password?: string) => ({ ...basic('desk', password), 'x-forwarded-for': client })
  const trusting = await openGuarded(t, operators, { trustedProxies: ['203.0.113.1'] })
  for (let guess = 0; guess < 6; guess++) await trusting.get(from('198.51.100.1', `a guess no. ${guess}`))
  t.equal((await trusting.get(from('198.51.100.1'))).statusCode, 429)
  t.equal((await trusting.get(from('198.51.100.2'))).statusCode, 200)

  const { get } = await openGuarded(t, operators)
  for (let guess = 0; guess < 6; guess++) await get(from(`198.51.100.${guess}`, `a guess no. ${guess}`))
  t.equal((await get(from('198.51.100.9'))).statusCode, 429, 'of a stranger nobody believes what it forwards')
})

t.test('with many addresses a guesser has thirty tries a minute of one name', async (t) => {
  const { get } = await openGuarded(t, [await entry('desk', 'operator')])
  let looked = 0
  for (let address = 1; address <= 40; address++) {
    if ((await get(basic('desk', `a guess ${address}`), `203.0.113.${address}`)).statusCode === 401) looked++
  }
  t.equal(looked, 30)
})

t.test('who is signed in is not held up by a guesser, for as long as they go on', async (t) => {
  const { get, clock } = await openGuarded(t, [await entry('desk', 'operator')])
  t.equal((await get(basic('desk'))).statusCode, 200)
  for (let minute = 0; minute < 30; minute++) {
    clock.now = new Date(clock.now.getTime() + 60_000)
    if (minute % 10 === 0) for (let guess = 0; guess < 6; guess++) await get(basic('desk', `a guess ${guess}`))
    t.equal((await get(basic('desk'))).statusCode, 200, `after ${minute} minutes`)
  }
})

t.test('a page that asks for many things at once signs in once', async (t) => {
  const { get } = await openGuarded(t, [await entry('desk', 'operator')])
  const answers = await Promise.all(Array.from({ length: 50 }, () => get(basic('desk'))))
  t.same([...new Set(answers.map(({ statusCode }) => statusCode))], [200])
})

t.test('a flood of sign-ins is refused rather than kept in line', async (t) => {
  const { get } = await openGuarded(t, [await entry('desk', 'operator')])
  const flood = Array.from({ length: 60 }, (_, index) => get(basic(`name-${index}`), `203.0.113.${index}`))
  const statuses = (await Promise.all(flood)).map(({ statusCode }) => statusCode)
  t.ok(statuses.filter((status) => status === 503).length >= 30, `${statuses}`)
  t.equal((await get(basic('desk'))).statusCode, 200)
})

t.test('what a flood keeps from being looked at is no try of the one whose name it bears', async (t) => {
  const { get } = await openGuarded(t, [await entry('desk', 'operator')])
  const flood = Array.from({ length: 20 }, (_, index) => get(basic(`name-${index}`)))
  const guesses = Array.from({ length: 10 }, (_, index) => get(basic('desk', `a guess no. ${index}`)))
  const statuses = (await Promise.all([...flood, ...guesses])).map(({ statusCode }) => statusCode)
  t.same(statuses.slice(20), Array(10).fill(503))
  t.equal((await get(basic('desk'))).statusCode, 200, 'within the same minute')
})

t.test('an unknown name costs the same work as a known one', async (t) => {
  const { get, clock } = await openGuarded(t, [await entry('desk', 'operator')])
  const timed = async (name: string) => {
    const times: number[] = []
    for (let round = 0; round < 12; round++) {
      clock.now = new Date(clock.now.getTime() + 60_000)
      const from = performance.now()
      await get(basic(name, `a guess no. ${round}`))
      times.push(performance.now() - from)
    }
    return times.sort((a, b) => a - b)[3] as number
  }
  const [known, unknown] = [await timed('desk'), await timed('nobody')]
  t.ok(unknown > known / 3 && known > unknown / 3, `${known} ms and ${unknown} ms`)
})
