import { html } from 'ghtml'
import { RANGES } from './range.ts'
import type { Conversion } from './read-figures.ts'
import type { Overview } from './read-overview.ts'
import { count, countryName, ENOUGH, percent } from './words.ts'

const SHOWN = 20
const FIGURES = ['verified', 'accepted', 'asked', 'delivered', 'in_doubt'] as const
const SUMMED = [...FIGURES, 'sent', 'failed', 'expired'] as const

/** Of the messages that were asked for, how many were typed in, by country and by provider. */
export function conversions({ countries, byProvider, rangeKey }: Overview): string {
  const range = RANGES[rangeKey].name.toLowerCase()
  const named = short(countries).map((row) => ({ ...row, name: countryName(row.name) }))
  const providers = byProvider.map((row) => ({ ...row, name: row.name || 'with none yet' }))
  return html`<div class="card"><h2>Conversion, ${range}</h2>
<p class="muted">Of the messages asked for in this time: how many a provider accepted, and how many of those codes were typed
in. Those of the last ten minutes may still be. <span class="few">few</span> marks a share of fewer than ${ENOUGH}: chance,
more than anything else. “Delivered” needs a provider that sends receipts.</p>
<div class="tables">!${table('Country', named)}!${table('Provider', providers)}</div></div>`
}

function short(rows: Conversion[]): Conversion[] {
  const [first, rest] = [rows.slice(0, SHOWN), rows.slice(SHOWN)]
  if (rest.length === 0) return first
  const sums = SUMMED.map((figure) => [figure, rest.reduce((sum, row) => sum + row[figure], 0)])
  return [...first, { name: `${rest.length} others`, ...Object.fromEntries(sums) } as Conversion]
}

const HEADS = ['Conversion', 'Typed in', 'Accepted', 'Asked', 'Delivered', 'In doubt']

function table(what: string, rows: Conversion[]): string {
  if (rows.length === 0) return html`<p class="empty">By ${what.toLowerCase()}: no message in this time.</p>`
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Conversion by ${what.toLowerCase()}"><table>
<thead><tr><th>${what}</th>!${HEADS.map((head) => html`<th class="number">${head}</th>`).join('')}</tr></thead>
<tbody>!${rows.map(tableRow).join('')}</tbody></table></div>`
}

const tableRow = (row: Conversion) => html`<tr><th>${row.name}</th><td class="number">!${conversion(row)}</td>
!${FIGURES.map((figure) => html`<td class="number">${count(row[figure])}</td>`).join('')}</tr>`

function conversion({ accepted, verified }: Conversion) {
  if (accepted === 0) return '–'
  const share = html`<meter min="0" max="${accepted}" value="${verified}"></meter> ${percent(verified, accepted)}`
  return accepted < ENOUGH ? html`<span class="few">few</span> <span class="muted">!${share}</span>` : share
}
