import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { makeEntry } from '@gatehouse/platform/operators/make-entry'
import type { Test } from 'tap'
import t from 'tap'
import type { Sample } from './alerts/exposition.ts'
import { readExposition } from './alerts/exposition.ts'
import { dashboardQueries, ruleQueries, selectorsIn } from './alerts/metric-names.ts'
import type { Backend } from './fixtures/backends.ts'
import { POSTGRES, REDIS } from './fixtures/backends.ts'
import { call, newEmail, newNumber, PASSWORD, signedIn } from './fixtures/people.ts'
import { codeOn, startTwilio } from './fixtures/phones.ts'
import { ROOT } from './fixtures/run-process.ts'
import { startStack } from './fixtures/start-stack.ts'
import { until } from './fixtures/until.ts'

const PUBLIC_URL = 'http://sms.example.test'
// Given by Prometheus itself.
const OF_PROMETHEUS = new Set(['up'])
const OF_TARGETS = new Set(['job', 'instance', 'le'])

const HAPPENED: [metric: string, labels: Record<string, string>][] = [
  ['gatehouse_sms_messages_total', { provider: 'twilio', country: 'DE', state: 'accepted' }],
  ['gatehouse_sms_messages_total', { provider: 'twilio', country: 'DE', state: 'delivered' }],
  ['gatehouse_sms_messages_total', { provider: 'twilio', country: 'DE', state: 'verified' }],
  ['gatehouse_sms_sends_total', { provider: 'twilio', country: 'DE', outcome: 'accepted' }],
  ['gatehouse_provider_calls_total', { provider: 'twilio', outcome: 'accepted' }],
  ['gatehouse_sms_accept_seconds_count', { provider: 'twilio' }],
  ['gatehouse_sms_delivery_seconds_count', { provider: 'twilio' }],
  ['gatehouse_code_tries_total', { outcome: 'success' }],
  ['gatehouse_sign_ins_total', { provider: 'password', outcome: 'invalid_credentials' }]
]

const valuesOf = (samples: Sample[], metric: string, labels: Record<string, string>) =>
  samples
    .filter((sample) => sample.metric === metric && Object.entries(labels).every(([k, v]) => sample.labels[k] === v))
    .map(({ value }) => value)

for (const backend of [POSTGRES, REDIS]) {
  const name = `every figure that a rule or a dashboard asks for is told with ${backend.name}, and documented`
  t.test(name, { skip: backend.missing }, async (t) => {
    const { samples, declared } = await whatIsTold(t, backend)
    for (const [metric, labels] of HAPPENED)
      t.same(valuesOf(samples, metric, labels), [1], `${metric} ${JSON.stringify(labels)}`)

    for (const { where, query } of [...ruleQueries(), ...dashboardQueries()]) {
      const selectors = selectorsIn(query).filter(({ metric }) => !OF_PROMETHEUS.has(metric))
      for (const { metric, labels } of selectors) {
        t.ok(declared.has(metric), `${where}: nobody tells ${metric}`)
        const told = samples.filter((sample) => sample.metric === metric)
        // What is left out need not be there.
        const wanted = labels.filter(([name, operator]) => !OF_TARGETS.has(name) && !operator.startsWith('!'))
        for (const [name, , value] of wanted)
          t.ok(isKnown(told, name, value), `${where}: ${metric} has no ${name} ${value}`)
      }
    }

    const page = await readFile(join(ROOT, 'docs/metrics.md'), 'utf8')
    const documented = new Set(page.match(/gatehouse_\w+[a-z]/g))
    const ours = [...declared].filter((name) => name.startsWith('gatehouse_'))
    const names = new Set(ours.map((name) => name.replace(/_(bucket|sum|count)$/, '')))
    t.same([...names].sort(), [...documented].sort())
  })
}

/** What both services tell after one code was sent, delivered and typed in, and one sign-in failed. */
async function whatIsTold(t: Test, backend: Backend) {
  const twilio = await startTwilio(t)
  const env = { ...twilio.settings, NOTIFICATION_PUBLIC_URL: PUBLIC_URL }
  const { identity, notification } = await startStack(t, backend, { env })
  twilio.callAt(notification.url)
  twilio.tellOfEach('after_answer', { status: 'delivered' })
  const [person, number] = [await signedIn(identity), newNumber()]
  await person.sendCode(number)
  await until('the code is there', () => codeOn(twilio, number) !== '')
  await person.verify(codeOn(twilio, number))
  await call(identity, 'POST', 'login', { email: newEmail(), password: PASSWORD })
  const read = async () => {
    const texts = [identity, notification].map(async ({ url }) => (await fetch(`${url}/metrics`)).text())
    return readExposition((await Promise.all(texts)).join('\n'))
  }
  // The receipt, and the word that the code was typed in, come by themselves.
  return until('all is counted', async () => {
    const told = await read()
    return HAPPENED.every(([metric, labels]) => valuesOf(told.samples, metric, labels)[0] === 1) && told
  })
}

// Of a value that something went wrong there may be no example: its siblings show the words.
const UNSEEN = new Set(['5xx', 'failed', '/healthz|/readyz|/metrics', 'accepted'])

function isKnown(told: Sample[], name: string, value: string) {
  if (UNSEEN.has(value)) return told.some(({ labels }) => name in labels)
  return value.split('|').every((word) => told.some(({ labels }) => labels[name] === word))
}

t.test('the conditions of all rules and the queries of all panels are looked at', async (t) => {
  const rules = await readFile(join(ROOT, 'infra/observability/prometheus/rules.yml'), 'utf8')
  t.equal(ruleQueries().length, rules.match(/- alert: /g)?.length)
  for (const { where, query } of [...ruleQueries(), ...dashboardQueries()])
    t.not(selectorsIn(query).length, 0, `${where}: ${query}`)
})

t.test('the metrics are for operators: with their names only, or on this very machine', async (t) => {
  const password = 'a password of an operator'
  const entry = await makeEntry('prometheus', 'viewer', password)
  const guarded = await startStack(t, POSTGRES, { env: { OPS_USERS: entry } })
  const open = await startStack(t, POSTGRES)
  const authorization = `Basic ${Buffer.from(`prometheus:${password}`).toString('base64')}`
  const status = async (url: string, headers: Record<string, string> = {}) =>
    (await fetch(`${url}/metrics`, { headers })).status
  for (const { url } of [guarded.identity, guarded.notification]) {
    t.equal(await status(url), 401)
    t.equal(await status(url, { authorization }), 200)
  }
  for (const { url } of [open.identity, open.notification])
    t.equal(await status(url, { 'x-forwarded-for': '127.0.0.1' }), 404, 'through a gateway')
})
