import { randomBytes } from 'node:crypto'
import t from 'tap'
import { ConfigurationFault } from '../src/config/configuration-fault.ts'
import { readSettings } from '../src/config/read-settings.ts'
import { commonRefusals } from '../src/config/service-settings.ts'
import {
  address,
  choice,
  choices,
  integer,
  listOf,
  networks,
  port,
  secrets,
  share,
  text
} from '../src/config/settings.ts'

/** What one variable is read as, or the sentence that refuses it. */
function read(spec: object, VALUE: string): unknown {
  try {
    return (readSettings({ VALUE }, { VALUE: spec }) as { VALUE: unknown }).VALUE
  } catch (error) {
    if (error instanceof ConfigurationFault) return error.faults.join()
    throw error
  }
}

t.test('a value is read as its kind', (t) => {
  t.equal(read(text(), ' a b '), 'a b')
  t.same(read(listOf('texts', (item) => item)(), ' a, b ,,c '), ['a', 'b', 'c'])
  t.equal(read(choice('on', 'off')(), 'off'), 'off')
  t.same(read(choices('a', 'b')(), 'b, a'), ['b', 'a'])
  t.equal(read(integer(1, 10)(), '10'), 10)
  t.equal(read(port(), '65535'), 65535)
  t.same(
    ['0', '0.05', '1'].map((value) => read(share(), value)),
    [0, 0.05, 1]
  )
  t.equal(read(address('http', 'https')(), 'https://a.example.com/'), 'https://a.example.com')
  t.equal(read(address('redis+cluster')(), 'redis+cluster://a:1,b:2'), 'redis+cluster://a:1,b:2')
  t.end()
})

t.test('a value of another kind is refused with what is expected, and never printed', (t) => {
  const refused: [object, string][] = [
    [choice('on', 'off')(), 'maybe'],
    [choices('a', 'b')(), 'a,zzz'],
    [choices('a', 'b')(), ','],
    [integer(1, 10)(), '11'],
    [integer(1, 10)(), '1e1'],
    [integer(1, 10)(), '0x5'],
    [integer(1, 10)(), '-5'],
    [port(), '70000'],
    [share(), '1.5'],
    [share(), '-0'],
    [address('http')(), 'ftp://zzz'],
    [address('http')(), 'http://[zzz'],
    [secrets({ exactly: 32 })(), randomBytes(33).toString('base64')],
    [secrets({ atLeast: 32 })(), '%%%%%%']
  ]
  for (const [spec, value] of refused) {
    const sentence = `${read(spec, value)}`
    t.match(sentence, /^VALUE: must be /, value)
    t.notOk(sentence.includes(value) && value.length > 2, 'without the value')
  }
  t.end()
})

t.test('all faults come in one error, those that the service adds too', (t) => {
  const specs = { A: port(), B: integer(1, 2)(), C: text() }
  const faults = () => readSettings({ A: 'x', B: '3' }, specs, ['D: must not be set'])
  t.throws(faults, { name: 'ConfigurationFault', faults: ['D: must not be set', /^A: /, /^B: /, 'C: must be set'] })
  t.end()
})

t.test('defaults stand in for what is unset or blank', (t) => {
  for (const A of [undefined, '', '  ']) t.equal(readSettings({ A }, { A: port({ default: 8000 }) }).A, 8000)
  t.end()
})

t.test('keys in both alphabets of base64 are read', (t) => {
  const key = Buffer.alloc(32, 0xfb)
  t.same(read(secrets({ exactly: 32 })(), key.toString('base64')), [key])
  t.same(read(secrets({ exactly: 32 })(), key.toString('base64url')), [key])
  t.end()
})

t.test('networks whose word is believed are written out, and none is the whole world', async (t) => {
  const good = '10.0.0.0/8, 192.168.1.7, ::1, fd00::/8'
  t.same(read(networks(), good), ['10.0.0.0/8', '192.168.1.7', '::1', 'fd00::/8'])
  for (const bad of [
    '10',
    '0x7f.1',
    '10.0.0',
    '0.0.0.0/0',
    '::/0',
    '10.0.0.0/33',
    '10.0.0.0/',
    'localhost',
    '::ffff:0:0/96',
    '::ffff:128.0.0.0/97'
  ])
    t.match(read(networks(), bad), /addresses or CIDRs such as 10\.0\.0\.0\/8/, bad)
})

t.test('in production none is so wide that anybody could choose an address', async (t) => {
  const refusals = (TRUSTED_PROXIES: string, NODE_ENV = 'production') => [
    ...commonRefusals({ NODE_ENV, TRUSTED_PROXIES, MESSAGE_SEALING_KEY: 'x' }, '127.0.0.1')
  ]
  for (const wide of ['10.0.0.0/8,128.0.0.0/1', '0.0.0.0/7', 'fd00::/8'])
    t.match(refusals(wide), [/^TRUSTED_PROXIES: must name networks of your gateways/], wide)
  t.same(refusals('10.0.0.0/8, 172.16.0.0/12, 127.0.0.1, 2001:db8::/32'), [])
  t.same(refusals('128.0.0.0/1', 'development'), [])
})
