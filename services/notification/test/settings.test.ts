import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ConfigurationFault } from '@gatehouse/platform/config/configuration-fault'
import { hashForEntry } from '@gatehouse/platform/operators/password'
import t from 'tap'
import { notificationSettings } from '../src/settings.ts'

const DATA_DIR = mkdtempSync(join(tmpdir(), 'gatehouse-settings-'))
t.teardown(() => rmSync(DATA_DIR, { recursive: true }))
const given = { DATABASE_URL: 'postgres://localhost/gatehouse', DATA_DIR }
const key = Buffer.alloc(32, 1).toString('base64')

function faults(environment: Record<string, string>): string[] {
  try {
    notificationSettings(environment)
    return []
  } catch (error) {
    return (error as ConfigurationFault).faults
  }
}
const faulty = (environment: Record<string, string>) => faults(environment).map((fault) => fault.split(':')[0])

t.test('in development nothing but the database is needed', async (t) => {
  const settings = notificationSettings(given)
  t.match(settings, {
    host: '127.0.0.1',
    port: 8001,
    isBoundToLoopback: true,
    providers: ['inbox'],
    sender: { appName: 'Gatehouse', appHost: 'localhost' },
    queueUrl: given.DATABASE_URL,
    replicaUrl: undefined
  })
  t.equal(settings.sealingKeys[0]?.length, 32)
  t.same(notificationSettings(given).sealingKeys, settings.sealingKeys, 'the generated key is kept')
})

t.test('a chosen provider names every setting that it lacks', async (t) => {
  t.same(faulty({ ...given, SMS_PROVIDERS: 'twilio,sns' }), [
    'TWILIO_ACCOUNT_SID',
    'TWILIO_AUTH_TOKEN',
    'TWILIO_PHONE_NUMBER or TWILIO_MESSAGING_SERVICE_SID',
    'AWS_ACCESS_KEY_ID',
    'AWS_SECRET_ACCESS_KEY',
    'AWS_REGION'
  ])
})

t.test('production refuses the inbox and generated secrets, and names both', async (t) => {
  t.same(faulty({ ...given, NODE_ENV: 'production' }), ['MESSAGE_SEALING_KEY', 'SMS_PROVIDERS'])
  const account = {
    TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
    TWILIO_AUTH_TOKEN: 't',
    TWILIO_PHONE_NUMBER: '+15005550006'
  }
  const production = { ...given, NODE_ENV: 'production', MESSAGE_SEALING_KEY: key, ...account }
  t.same(faulty({ ...production, SMS_PROVIDERS: 'twilio,inbox' }), ['SMS_PROVIDERS'])
  t.same(faulty({ ...production, SMS_PROVIDERS: 'twilio' }), [])
})

t.test('all faults come at once, and none shows a value', async (t) => {
  const secret = 'not-to-be-seen'
  const environment = {
    ...given,
    DATABASE_URL: secret,
    DATABASE_REPLICA_URL: secret,
    NOTIFICATION_PORT: secret,
    NOTIFICATION_PUBLIC_URL: secret,
    MESSAGE_SEALING_KEY: secret,
    APP_NAME: 'Gatehouse “Pro”',
    APP_HOST: 'https://app.example.com',
    SMS_PROVIDERS: 'twilio,carrier-pigeon',
    TWILIO_ACCOUNT_SID: secret,
    TWILIO_PHONE_NUMBER: secret
  }
  const named = [...Object.keys(environment).filter((name) => name !== 'DATA_DIR'), 'TWILIO_AUTH_TOKEN']
  t.same(faulty(environment).sort(), named.sort())
  t.notMatch(faults(environment).join('\n'), secret)
})

t.test('operators are read, and one who is not well written stops the start', async (t) => {
  t.same(notificationSettings(given).operators, [])
  const entry = `desk:operator:${await hashForEntry('a password of some length')}`
  t.match(notificationSettings({ ...given, OPS_USERS: entry }).operators, [{ name: 'desk', role: 'operator' }])
  t.same(faults({ ...given, OPS_USERS: `${entry},wall:viewer` }), ['OPS_USERS: entry 2 must be name:role:hash'])
})

t.test('a service bound beyond loopback says what it is', async (t) => {
  t.same(faulty({ ...given, NOTIFICATION_HOST: '0.0.0.0' }), ['NODE_ENV'])
  t.equal(notificationSettings({ ...given, NOTIFICATION_HOST: '0.0.0.0', NODE_ENV: 'test' }).isBoundToLoopback, false)
})

t.test('phones bind the code to the host of the public URL, unless another is set', async (t) => {
  const host = (changes: object) => notificationSettings({ ...given, ...changes }).sender.appHost
  t.equal(host({ PUBLIC_URL: 'https://api.example.com:8443/' }), 'api.example.com')
  t.equal(host({ PUBLIC_URL: 'https://api.example.com', APP_HOST: 'App.Example.com' }), 'app.example.com')
  t.same(faulty({ ...given, PUBLIC_URL: `https://${'a'.repeat(60)}.example.com` }), ['APP_HOST'])
})
