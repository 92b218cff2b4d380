import { html } from 'ghtml'
import type { State } from '../../delivery/ledger.ts'

const STATE_WORDS: Record<State, [words: string, tone: string]> = {
  pending: ['waits', 'muted'],
  sending: ['being sent', 'muted'],
  in_doubt: ['in doubt', 'warn'],
  accepted: ['sent', 'good'],
  delivered: ['delivered', 'good'],
  undelivered: ['undelivered', 'bad'],
  failed: ['failed', 'bad'],
  expired: ['expired', 'warn']
}

export const stateWords = (state: State) => STATE_WORDS[state][0]

export function statePill(state: State): string {
  const [words, tone] = STATE_WORDS[state]
  return html`<span class="pill ${tone}">${words}</span>`
}
