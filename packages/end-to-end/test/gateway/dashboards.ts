import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import type { Test } from 'tap'
import { messageTo } from '../fixtures/inbox.ts'
import { newNumber } from '../fixtures/people.ts'
import type { Asked } from './send.ts'
import type { Scene } from './start-scene.ts'

const PAGES = ['/ops/', '/ops', '/inbox/', '/inbox/messages.json']
const FORWARDING = ['X-Forwarded-For', 'X-Forwarded-Host', 'X-Forwarded-Proto', 'X-Real-IP', 'Forwarded', 'Via']
const LOCAL: [string, string] = ['Host', 'localhost']

const HEADERS: [string, string][][] = [
  [],
  [LOCAL],
  [['Host', '127.0.0.1:8001']],
  [['Host', '[::1]']],
  [LOCAL, ['Connection', FORWARDING.join(', ')]],
  [LOCAL, ...FORWARDING.map((name): [string, string] => ['Connection', name])],
  [LOCAL, ['Connection', `close, ${FORWARDING.join(',')}`], ...FORWARDING.map((name): [string, string] => [name, ''])],
  [
    LOCAL,
    ...FORWARDING.flatMap((name): [string, string][] => [
      [name, '127.0.0.1'],
      [name, '127.0.0.1']
    ])
  ],
  [LOCAL, ...FORWARDING.map((name): [string, string] => [name.replaceAll('-', '_'), '127.0.0.1'])],
  [LOCAL, ['Connection', 'Upgrade'], ['Upgrade', 'h2c']]
]

const PATHS = [
  'http://localhost:8001/ops/',
  'http://127.0.0.1/inbox/messages.json',
  '//ops/',
  '/%6fps/',
  '/ops%2f',
  '/ops/%2e/',
  '/ops/./',
  '/OPS/',
  '/inbox//messages.json',
  '/inbox/messages.json/',
  '/app/..%2fops/',
  '/app/../inbox/messages.json',
  '/docs/../ops/',
  '/webhooks/../inbox/messages.json',
  '/webhooks/%2e%2e/inbox/messages.json',
  '/webhooks/..%2finbox%2fmessages.json',
  '/api/auth/../../ops/'
]

/** What shows codes answers to a person on its machine; through a gateway nobody is. */
export async function keepDashboardsShut(t: Test, { ask, port, stack, signIn }: Scene) {
  const [{ token }, number] = [await signIn(), newNumber()]
  await ask({ path: '/api/auth/send-phone-verification/', token, json: { phone_number: number } })
  const { id } = await messageTo(stack.notification, number)
  for (const page of PAGES) t.equal((await fetch(stack.notification.url + page)).status, 200, `${page} without gateway`)

  const tries: Asked[] = [
    ...PAGES.flatMap((path) => HEADERS.map((headers) => ({ path, headers }))),
    ...PATHS.flatMap((path) => [[], [LOCAL]].map((headers: [string, string][]) => ({ path, headers })))
  ]
  for (const asked of tries) {
    const { status, text } = await ask(asked)
    t.ok(status >= 300 && status < 500, `${JSON.stringify(asked)}: ${status}`)
    t.notOk(text.includes(id) || text.includes('<title>'), JSON.stringify(asked))
  }
  for (const path of PAGES) t.notMatch(await speak(port, `GET ${path} HTTP/1.0\r\n\r\n`), / 200 /)
}

/** Bytes as they are: HTTP from before there was a Host. */
function speak(port: number, bytes: string) {
  const socket = connect(port, '127.0.0.1')
  socket.write(bytes)
  return text(socket)
}
