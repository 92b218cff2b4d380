import { html } from 'ghtml'
import type { Form } from '../page/layout.ts'
import { moment } from '../page/layout.ts'
import type { Bar } from './read-figures.ts'
import { MEDIAN, P95, quantileMs } from './send-times.ts'
import { count, span } from './words.ts'

const HEADS = ['Sent', 'Failed', 'Expired', 'Median', '95 %', 'Waiting', 'Oldest', 'In hand']

/** What the charts draw, in figures: for whoever cannot see them, or wants to be sure. */
export const barTable = (
  bars: Bar[],
  form: Form
) => html`<details id="figures" class="card"><summary>All figures as a table</summary>
<div class="scroll"><table><thead><tr><th>From</th>!${HEADS.map((head) => html`<th class="number">${head}</th>`).join('')}</tr></thead>
<tbody>!${bars
  .toReversed()
  .map((bar) => row(bar, form))
  .join('')}</tbody></table></div></details>`

function row({ start, sent, failed, expired, times, queue }: Bar, form: Form) {
  const time = (share: number) => (times.length === 0 ? '–' : span(quantileMs(times, share) ?? 0))
  const seen = queue ? [count(queue.waiting), span(queue.oldest_ms), count(queue.in_hand)] : ['–', '–', '–']
  const cells = [count(sent), count(failed), count(expired), time(MEDIAN), time(P95), ...seen]
  return html`<tr><th>!${moment(start, form)}</th>!${cells.map((cell) => html`<td class="number">${cell}</td>`).join('')}</tr>`
}
