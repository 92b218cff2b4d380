import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ConfigurationFault } from '@gatehouse/platform/config/configuration-fault'
import t from 'tap'
import { identitySettings } from '../../src/settings.ts'

const key = () => randomBytes(32).toString('base64')
const GIVEN = { DATABASE_URL: 'postgres://u:secretpassword@h/d', IDENTITY_SECRET: key(), MESSAGE_SEALING_KEY: key() }
const PRODUCTION = { ...GIVEN, NODE_ENV: 'production' }

function faultsOf(environment: Record<string, string>): string[] {
  try {
    identitySettings(environment)
    return []
  } catch (error) {
    if (error instanceof ConfigurationFault) return error.faults
    throw error
  }
}
const named = (faults: string[]) => faults.map((fault) => fault.split(':')[0]).sort()

t.test('the defaults are those of the contract', (t) => {
  t.match(identitySettings(GIVEN), {
    isProduction: false,
    host: '127.0.0.1',
    port: 8000,
    publicUrl: 'http://localhost:8000',
    queueUrl: GIVEN.DATABASE_URL,
    appName: 'Gatehouse',
    trustedProxies: [],
    corsOrigins: [],
    accessTokenTtl: 900,
    refreshIdleTtl: 2_592_000,
    refreshMaxTtl: 7_776_000,
    phoneCodeTtl: 600,
    allowedCountries: [],
    limits: true,
    requiredFields: ['phone_number', 'country', 'city', 'skills'],
    logLevel: 'info'
  })
  t.same([...identitySettings(GIVEN).testNumbers], [['+1234567890', '123456']])
  t.end()
})

t.test('a variable that is set but empty counts as unset', (t) => {
  const empty = { IDENTITY_PORT: '', RATE_LIMITS: ' ', TEST_PHONE_CODES: '', QUEUE_URL: '', CORS_ORIGINS: '' }
  t.match(identitySettings({ ...GIVEN, ...empty }), { port: 8000, limits: true, queueUrl: GIVEN.DATABASE_URL })
  t.end()
})

const WRONG = {
  NODE_ENV: 'prod',
  DATABASE_URL: 'mysql://h/d',
  QUEUE_URL: 'amqp://h',
  IDENTITY_PORT: '65536',
  IDENTITY_SECRET: 'c2hvcnQ=',
  MESSAGE_SEALING_KEY: randomBytes(31).toString('base64'),
  PUBLIC_URL: 'localhost',
  TRUSTED_PROXIES: '10.0.0.0/33',
  CORS_ORIGINS: 'https://a.example.com/path',
  ACCESS_TOKEN_TTL: '0',
  REFRESH_TOKEN_IDLE_TTL: '-1',
  REFRESH_TOKEN_MAX_TTL: '1.5',
  PHONE_CODE_TTL: '601',
  PHONE_ALLOWED_COUNTRIES: 'US,XX',
  TEST_PHONE_CODES: '+1987654321:12345',
  RATE_LIMITS: 'no',
  REQUIRED_PROFILE_FIELDS: 'city,email',
  LOG_LEVEL: 'loud'
}

t.test('every fault is reported at once, each by name, and no value is printed', (t) => {
  const faults = faultsOf(WRONG)
  t.same(named(faults), Object.keys(WRONG).sort())
  const printed = faults.join('\n')
  for (const value of Object.values(WRONG).filter((value) => value.length > 5)) t.notMatch(printed, value)
  t.end()
})

t.test('each of them is a fault by itself', (t) => {
  for (const [name, value] of Object.entries(WRONG)) t.same(named(faultsOf({ ...GIVEN, [name]: value })), [name], name)
  t.same(named(faultsOf({ ...GIVEN, DATABASE_URL: '' })), ['DATABASE_URL'])
  t.end()
})

t.test('secrets are lists, newest first', (t) => {
  const [newer, older] = [key(), key()]
  const { identitySecrets, sealingKeys } = identitySettings({
    ...GIVEN,
    IDENTITY_SECRET: `${newer}, ${older}`,
    MESSAGE_SEALING_KEY: `${older},${newer}`
  })
  t.same(
    identitySecrets.map((secret) => secret.toString('base64')),
    [newer, older]
  )
  t.same(
    sealingKeys.map((secret) => secret.toString('base64')),
    [older, newer]
  )
  for (const IDENTITY_SECRET of [`${newer},`, `,${newer}`])
    t.equal(identitySettings({ ...GIVEN, IDENTITY_SECRET }).identitySecrets.length, 1)
  for (const IDENTITY_SECRET of [',', `${newer},short`, 'not base64 at all, really not!', `${newer} ${older}`]) {
    t.same(named(faultsOf({ ...GIVEN, IDENTITY_SECRET })), ['IDENTITY_SECRET'])
  }
  t.end()
})

t.test('production refuses what is for development, each by name', (t) => {
  t.same(faultsOf(PRODUCTION), [])
  const { IDENTITY_SECRET, MESSAGE_SEALING_KEY, ...bare } = PRODUCTION
  const unsafe = { ...bare, RATE_LIMITS: 'off', TEST_PHONE_CODES: '+1234567890:123456' }
  t.same(named(faultsOf(unsafe)), ['IDENTITY_SECRET', 'MESSAGE_SEALING_KEY', 'RATE_LIMITS', 'TEST_PHONE_CODES'])
  t.same(named(faultsOf({ ...unsafe, NODE_ENV: ' production ' })).length, 4, 'a blank behind it opens nothing')
  t.same(named(faultsOf({ ...bare, IDENTITY_SECRET: ' ', MESSAGE_SEALING_KEY })), ['IDENTITY_SECRET'])
  t.end()
})

t.test('production has no test numbers', (t) => {
  t.same([...identitySettings(PRODUCTION).testNumbers], [])
  t.equal(identitySettings(PRODUCTION).isProduction, true)
  t.end()
})

t.test('beyond loopback the environment is said explicitly', (t) => {
  for (const IDENTITY_HOST of ['0.0.0.0', '::', '192.168.1.5']) {
    t.same(named(faultsOf({ ...GIVEN, IDENTITY_HOST })), ['NODE_ENV'], IDENTITY_HOST)
    t.same(faultsOf({ ...PRODUCTION, IDENTITY_HOST }), [])
    t.same(faultsOf({ ...GIVEN, IDENTITY_HOST, NODE_ENV: 'development' }), [])
  }
  for (const IDENTITY_HOST of ['127.0.0.1', '::1', 'localhost']) t.same(faultsOf({ ...GIVEN, IDENTITY_HOST }), [])
  t.end()
})

t.test('development makes its secrets once and keeps them to their owner', (t) => {
  const DATA_DIR = mkdtempSync(join(tmpdir(), 'gatehouse-settings-'))
  t.teardown(() => rmSync(DATA_DIR, { recursive: true }))
  const first = identitySettings({ DATABASE_URL: GIVEN.DATABASE_URL, DATA_DIR })
  const second = identitySettings({ DATABASE_URL: GIVEN.DATABASE_URL, DATA_DIR })
  t.same(second.identitySecrets, first.identitySecrets)
  t.same(second.sealingKeys, first.sealingKeys)
  t.equal(first.identitySecrets[0]?.length, 32)
  const path = join(DATA_DIR, 'secrets.json')
  t.equal(statSync(path).mode & 0o777, 0o600)
  t.same(Object.keys(JSON.parse(readFileSync(path, 'utf8'))).sort(), ['IDENTITY_SECRET', 'MESSAGE_SEALING_KEY'])
  t.end()
})

t.test('all queue addresses of the contract are known', (t) => {
  for (const QUEUE_URL of [
    'redis://h:6379',
    'rediss://u:p@h',
    'redis+cluster://a:1,b:2',
    'postgres://h/d',
    'postgresql://h/d'
  ]) {
    t.equal(identitySettings({ ...GIVEN, QUEUE_URL }).queueUrl, QUEUE_URL)
  }
  t.end()
})
