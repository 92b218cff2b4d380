import { html } from 'ghtml'
import { moment } from '../page/layout.ts'
import type { Overview } from './read-overview.ts'
import type { ProviderState } from './read-providers.ts'

const WORDS = { closed: 'circuit closed', half_open: 'circuit half open', open: 'circuit open' }
const TONES = { closed: 'good', half_open: 'warn', open: 'bad' }

/** The providers in the order in which they are tried. */
export const providerTable = ({ providers }: Overview): string => html`<div class="card"><h2>Providers</h2>
<ul class="providers">!${providers.map(provider).join('')}</ul></div>`

function provider({ name, health, processes, alike }: ProviderState) {
  if (!health) return html`<li><b>${name}</b> <span class="muted">calls nobody, so it has no circuit</span></li>`
  const where = processes > 1 ? `, in ${alike} of ${processes} processes` : ''
  return html`<li><b>${name}</b> <span class="pill ${TONES[health.circuit]}">${WORDS[health.circuit]}</span>
<span class="muted">since !${moment(health.since)}${where}</span></li>`
}
