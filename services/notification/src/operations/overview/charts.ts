import { html } from 'ghtml'
import { barTable } from './bar-table.ts'
import type { Chart } from './chart.ts'
import { chart } from './chart.ts'
import { RANGES } from './range.ts'
import type { Bar } from './read-figures.ts'
import type { Overview } from './read-overview.ts'
import type { SendTimes } from './send-times.ts'
import { MEDIAN, P95, quantileMs } from './send-times.ts'
import { count, span } from './words.ts'

/** The charts of the range, and all their figures as one table. */
export function charts({ bars, rangeKey }: Overview): string {
  const { bar, form } = RANGES[rangeKey]
  const given = { starts: bars.map(({ start }) => start), form }
  const all = [...messageCharts(bars, bar), ...queueCharts(bars)].map((one) => chart({ ...given, ...one }))
  return html`<div class="charts">!${all.join('')}</div>!${barTable(bars, form)}`
}

type Given = Omit<Chart, 'starts' | 'form'>

const total = (bars: Bar[], figure: 'sent' | 'failed' | 'expired') => bars.reduce((sum, bar) => sum + bar[figure], 0)
export const allTimes = (bars: Bar[]): SendTimes => bars.flatMap(({ times }) => times)

const messageCharts = (bars: Bar[], bar: string): Given[] => [
  sentChart(bars, bar),
  failedChart(bars, bar),
  timesChart(bars)
]

const values = (bars: Bar[], figure: 'sent' | 'failed' | 'expired') => bars.map((one) => one[figure])

const sentChart = (bars: Bar[], bar: string): Given => ({
  id: 'sent',
  title: `Sent, by ${bar}`,
  kind: 'bars',
  say: count,
  series: [{ name: 'sent', tone: 'calm', values: values(bars, 'sent') }],
  figure: count(total(bars, 'sent')),
  nothing: 'Nothing was sent in this time.'
})

const failedChart = (bars: Bar[], bar: string): Given => ({
  id: 'failed',
  title: `Failed and expired, by ${bar}`,
  kind: 'bars',
  say: count,
  series: [
    { name: 'failed', tone: 'bad', values: values(bars, 'failed') },
    { name: 'expired', tone: 'warn', values: values(bars, 'expired') }
  ],
  figure: `${count(total(bars, 'failed'))} failed, ${count(total(bars, 'expired'))} expired`,
  nothing: 'Nothing failed and nothing expired in this time.'
})

const timesChart = (bars: Bar[]): Given => ({
  id: 'times',
  title: 'Time from the request to the provider’s yes',
  kind: 'lines',
  say: span,
  series: [
    { name: 'median', tone: 'calm', values: bars.map(({ times }) => quantileMs(times, MEDIAN)) },
    { name: '95 %', tone: 'warn', values: bars.map(({ times }) => quantileMs(times, P95)) }
  ],
  figure: timeFigure(allTimes(bars)),
  nothing: 'Nothing was sent in this time.'
})

const timeFigure = (times: SendTimes) =>
  times.length === 0
    ? '–'
    : `median ${span(quantileMs(times, MEDIAN) ?? 0)}, 95 % within ${span(quantileMs(times, P95) ?? 0)}`

function queueCharts(bars: Bar[]): Given[] {
  const values = (figure: 'waiting' | 'in_hand' | 'oldest_ms') => bars.map(({ queue }) => queue?.[figure] ?? null)
  const most = (figure: 'waiting' | 'in_hand' | 'oldest_ms') =>
    Math.max(0, ...values(figure).map((value) => value ?? 0))
  const lines = (id: string, title: string, figure: Parameters<typeof most>[0], nothing: string): Given => {
    const say = figure === 'oldest_ms' ? span : count
    const series = [{ name: title.toLowerCase(), tone: 'plain' as const, values: values(figure) }]
    const isKnown = bars.some(({ queue }) => queue)
    return {
      id,
      title,
      kind: 'lines',
      say,
      series,
      figure: isKnown ? `at most ${say(most(figure))}` : 'not known',
      nothing
    }
  }
  return [
    lines('waiting', 'Waiting in the queue', 'waiting', 'Nothing had to wait when the queue was looked at.'),
    lines('oldest', 'Age of the oldest that waits', 'oldest_ms', 'Nothing had to wait when the queue was looked at.'),
    lines('in-hand', 'In a worker’s hands', 'in_hand', 'Nothing was in hand when the queue was looked at.')
  ]
}
