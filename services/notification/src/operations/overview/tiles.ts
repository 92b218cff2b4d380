import { html } from 'ghtml'
import { allTimes } from './charts.ts'
import type { Overview } from './read-overview.ts'
import { MEDIAN, P95, quantileMs } from './send-times.ts'
import { count, span } from './words.ts'

const OLD_MS = 15_000
const TOO_OLD_MS = 60_000

type Tile = { name: string; value: string; more: string; tone?: string; href?: string }

/** The state of now, in large figures. */
export const tiles = (overview: Overview): string => [...ofQueue(overview), ...ofHour(overview)].map(tile).join('')

function ofQueue({ sending }: Overview): Tile[] {
  if (!sending)
    return ['Oldest waiting', 'Waiting', 'In hand'].map((name) => ({
      name,
      value: '?',
      more: 'not known',
      tone: 'bad'
    }))
  const { oldestMs, waiting, delayed, inHand } = sending
  const age = oldestMs ?? 0
  return [
    {
      name: 'Oldest waiting',
      value: oldestMs === null ? 'none' : span(age),
      more: oldestMs === null ? 'nothing waits' : 'asked for, not sent yet',
      tone: age > TOO_OLD_MS ? 'bad' : age > OLD_MS ? 'warn' : 'good'
    },
    {
      name: 'Waiting',
      value: count(waiting + delayed),
      more: delayed > 0 ? `${count(delayed)} of them to be tried again` : 'in the queue'
    },
    { name: 'In hand', value: count(inHand), more: 'of all workers' }
  ]
}

function ofHour({ hour }: Overview): Tile[] {
  const sum = (figure: 'sent' | 'failed' | 'expired') => hour.reduce((total, bar) => total + bar[figure], 0)
  const [sent, failed, expired] = [sum('sent'), sum('failed'), sum('expired')]
  const times = allTimes(hour)
  const [median, late] = [quantileMs(times, MEDIAN), quantileMs(times, P95)]
  return [
    {
      name: 'Failed, last hour',
      value: count(failed),
      more: `${count(expired)} expired`,
      tone: failed > 0 ? 'warn' : 'good',
      href: '/ops/messages/?state=failed'
    },
    { name: 'Sent, last hour', value: count(sent), more: 'a provider has them' },
    {
      name: 'Time to send',
      value: median === null ? '–' : span(median),
      more: late === null ? 'nothing was sent' : `median; 95 % within ${span(late)}`
    }
  ]
}

function tile({ name, value, more, tone = '', href }: Tile) {
  const label = href ? html`<a href="${href}">${name}</a>` : html`${name}`
  return html`<dl class="card tile"><dt>!${label}</dt><dd class="value ${tone}">${value}</dd><dd class="muted">${more}</dd></dl>`
}
