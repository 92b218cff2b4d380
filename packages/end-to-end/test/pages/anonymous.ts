import type { Test } from 'tap'
import type { House } from './house.ts'

const paths = (id: string) => [
  '/ops/',
  '/ops/?range=30d',
  '/ops/messages/',
  '/ops/messages.json',
  '/ops/messages.schema.json',
  '/ops/messages/redrive/',
  `/ops/messages/${id}/`,
  '/ops/queues/',
  '/ops/queues/queue/sms',
  `/ops/queues/queue/sms/sms-${id}`,
  '/ops/queues/api/queues',
  '/ops/queues/static/favicon.svg',
  '/ops/actions/',
  '/ops/actions.json'
]
const acts = (id: string) => [
  '/ops/sending/pause',
  '/ops/sending/resume',
  '/ops/sending/drain',
  '/ops/messages/redrive/',
  `/ops/messages/${id}/redrive/`
]

/** Everything below /ops/, and the metrics of both services, for somebody who is not signed in. */
export async function seesNothing(t: Test, { stack }: House, id: string) {
  const ask = async (url: string, method = 'GET') => {
    const answer = await fetch(url, { method, redirect: 'manual', headers: { 'sec-fetch-site': 'same-origin' } })
    t.equal(answer.status, 401, `${method} ${url}`)
    t.match(answer.headers.get('www-authenticate'), /^Basic /)
    t.strictSame(
      Object.keys((await answer.json()) as object).sort(),
      ['code', 'details', 'error'],
      'and not a word more'
    )
  }
  const { notification, identity } = stack
  for (const path of [...paths(id), '/metrics']) await ask(notification.url + path)
  for (const path of acts(id)) await ask(notification.url + path, 'POST')
  await ask(`${identity.url}/metrics`)
}
