import { html } from 'ghtml'
import type { Form } from '../page/layout.ts'
import { moment } from '../page/layout.ts'

/** What a chart draws: bars that stand on each other, or lines. A value that is not known leaves a gap. */
export type Series = { name: string; tone: Tone; values: (number | null)[] }
export type Tone = 'calm' | 'bad' | 'warn' | 'plain'
export type Chart = {
  id: string
  title: string
  kind: 'bars' | 'lines'
  series: Series[]
  starts: Date[]
  form: Form
  say: (value: number) => string
  /** Said beside the title: the figure of the whole range. */
  figure: string
  nothing: string
}

const HEIGHT = 100
const STEP = 10

/** A small chart. Its words are HTML beside the drawing, so that they stay readable however small it is drawn. */
export function chart(given: Chart): string {
  const { id, title, series, starts, form, say, figure, nothing } = given
  const top = highest(given)
  const legend = series.length > 1 ? html`<p class="legend">!${series.map(legendEntry).join('')}</p>` : ''
  const drawing =
    top === 0
      ? html`<p class="empty">${nothing}</p>`
      : html`<div class="plot"><span class="top-value">${say(top)}</span>!${draw(given, top)}</div>
<div class="axis">!${[0, Math.floor(starts.length / 2), starts.length - 1].map((n) => moment(starts[n] as Date, form)).join('')}</div>`
  return html`<section class="card chart" aria-labelledby="${id}-title">
<h3 id="${id}-title">${title}</h3><p class="figure">${figure}</p>!${legend}
!${drawing}</section>`
}

const legendEntry = ({ name, tone }: Series) => html`<span class="key ${tone}">${name}</span>`

function highest({ kind, series, starts }: Chart): number {
  const together = (n: number) => series.map(({ values }) => values[n] ?? 0)
  return Math.max(
    0,
    ...starts.map((_, n) =>
      kind === 'bars' ? together(n).reduce((sum, value) => sum + value, 0) : Math.max(...together(n))
    )
  )
}

function draw(given: Chart, top: number): string {
  const { title, figure, starts, kind, series } = given
  const scale = (value: number) => (HEIGHT * value) / top
  const shapes = kind === 'bars' ? starts.map((_, n) => stack(series, n, scale)) : series.map((one) => line(one, scale))
  const label = `${title}: ${figure}. The figures are in the table below.`
  return html`<svg viewBox="0 0 ${starts.length * STEP} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="${label}">
!${shapes.join('')}!${starts.map((_, n) => hint(given, n)).join('')}</svg>`
}

function stack(series: Series[], n: number, scale: (value: number) => number): string {
  let y = HEIGHT
  return series
    .map(({ tone, values }) => {
      const height = scale(values[n] ?? 0)
      y -= height
      return height > 0 ? rect(n * STEP + 1, y, STEP - 2, height, tone) : ''
    })
    .join('')
}

const short = (n: number) => Math.round(n * 10) / 10
const rect = (x: number, y: number, width: number, height: number, tone: string) =>
  html`<rect class="${tone}" x="${x}" y="${short(y)}" width="${width}" height="${short(height)}"/>`

function line({ tone, values }: Series, scale: (value: number) => number): string {
  const path = values
    .map((value, n) => {
      if (value === null) return ''
      const begins = n === 0 || values[n - 1] === null
      const [x, y] = [n * STEP + STEP / 2, short(HEIGHT - scale(value))]
      // One alone would be a line without a length.
      return begins ? `M${x} ${y}h.1` : `L${x} ${y}`
    })
    .join('')
  return html`<path class="${tone}" d="${path}"/>`
}

// Shown while the pointer is over its bar; the script tells the time in it in the reader's zone.
function hint({ series, starts, say }: Chart, n: number): string {
  const known = series.filter(({ values }) => values[n] !== null)
  const words = known.map(({ name, values }) => `${name} ${say(values[n] as number)}`).join(', ') || 'not known'
  const at = `${(starts[n] as Date).toISOString().slice(0, 16)}Z`
  return html`<rect class="hint" x="${n * STEP}" width="${STEP}" height="${HEIGHT}"><title>${at} ${words}</title></rect>`
}
