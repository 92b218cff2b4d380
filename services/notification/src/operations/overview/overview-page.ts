import type { Operator } from '@gatehouse/platform/operators/operator'
import { html } from 'ghtml'
import { page } from '../page/layout.ts'
import { attention } from './attention.ts'
import { charts } from './charts.ts'
import { controls } from './controls.ts'
import { conversions } from './conversions.ts'
import { providerTable } from './provider-table.ts'
import { RANGE_KEYS, RANGES } from './range.ts'
import type { Overview, Sending } from './read-overview.ts'
import { tiles } from './tiles.ts'

/** The overview. What changes by itself stands in parts, so that a button is not swapped while somebody reaches for it. */
export function overviewPage(overview: Overview, operator: Operator): string {
  const content = html`<h1 class="over">Overview</h1>
<section class="card state ${tone(overview)}" id="state" data-live aria-label="State">!${state(overview)}</section>
<section id="controls" data-live aria-label="Sending">!${controls(overview.sending, operator)}</section>
<section class="tiles" id="tiles" data-live aria-label="Now">!${tiles(overview)}</section>
<section id="providers" data-live aria-label="Providers">!${providerTable(overview)}</section>
!${ranges(overview)}
<section id="history" data-live aria-label="History">!${charts(overview)}!${conversions(overview)}</section>`
  return page({ title: title(overview), section: 'overview', operator, content })
}

// Also seen on a tab that nobody looks at.
function title(overview: Overview) {
  const { sending } = overview
  if (sending?.isPaused) return 'Paused · Overview'
  return attention(overview).length > 0 ? 'Attention · Overview' : 'Overview'
}

function tone(overview: Overview) {
  if (attention(overview).length > 0) return 'bad'
  return overview.sending?.isPaused ? 'warn' : 'good'
}

function state(overview: Overview) {
  const reasons = attention(overview)
  const list = reasons.map((reason) => html`<li>${reason}</li>`).join('')
  const calm = overview.sending?.isPaused ? 'Messages wait until somebody resumes it.' : 'Nothing needs attention.'
  const rest = reasons.length > 0 ? html`<ul class="reasons bad">!${list}</ul>` : html`<p class="calm">${calm}</p>`
  return html`<h2>!${headline(overview.sending, reasons.length > 0)}</h2>!${rest}`
}

function headline(sending: Sending, isTroubled: boolean): string {
  if (!sending) return 'Sending: not known'
  if (!sending.isPaused) return isTroubled ? 'Sending, but look:' : 'Sending'
  const { inHand } = sending
  if (sending.handling?.action !== 'queue.drain') return 'Sending is paused'
  return inHand === 0 ? 'Drained: safe to stop' : html`Draining: ${inHand} still in hand`
}

const ranges = ({ rangeKey }: Overview) =>
  html`<nav class="ranges" aria-label="Range of the charts">!${RANGE_KEYS.map((key) =>
    key === rangeKey
      ? html`<a href="?range=${key}" aria-current="true">${RANGES[key].name}</a>`
      : html`<a href="?range=${key}">${RANGES[key].name}</a>`
  ).join('')}</nav>`
