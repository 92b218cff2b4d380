import type { Operator } from '@gatehouse/platform/operators/operator'
import { html } from 'ghtml'
import { redriveRefusal } from '../../delivery/redrivable.ts'
import { moment, page } from '../page/layout.ts'
import { reasonOf } from './reason.ts'
import { statePill } from './state-words.ts'
import type { Found, QueueWord, Step } from './timeline.ts'

export type MessageView = {
  operator: Operator
  found: Found
  steps: Step[]
  job: QueueWord
  /** Whether a redrive was just asked for, and done. */
  redriven: boolean | undefined
}

/** One message: how it stands, what can be done, and its whole way. */
export const messagePage = ({ operator, found: { row }, steps, job, redriven }: MessageView) =>
  page({
    title: `Message ${row.id}`,
    section: 'messages',
    operator,
    content: html`<h1>Message to ${row.country} ${row.numberEnding ? `…${row.numberEnding}` : ''}</h1>
!${redriven === undefined ? '' : notice(redriven)}
<div id="message" data-live>
<section class="card" aria-label="State">
<p>!${statePill(row.state)} !${row.verifiedAt ? '<span class="pill good">verified</span>' : ''} ${reasonOf(row) ?? ''}</p>
!${facts(row, job)}
!${action(row, operator)}
</section>
<section class="card" aria-labelledby="way"><h2 id="way">Its way</h2>
<ol class="steps">!${steps.map(step).join('')}</ol>
</section>
</div>`
  })

const notice = (redriven: boolean) =>
  redriven
    ? '<p class="card good" role="status">It is redriven.</p>'
    : '<p class="card warn" role="status">Nothing was done: it had moved on, or its time was over.</p>'

function facts(row: Found['row'], job: QueueWord): string {
  const known: [string, string][] = [
    ['Id', html`${row.id}`],
    ['For', row.purpose.replaceAll('_', ' ')],
    ['Provider', html`${row.provider ?? 'none has it'}`],
    ['Calls of a provider', `${row.attempt}`],
    ['Lives until', moment(row.expiresAt)],
    ['In the queue', QUEUE_WORDS[job]],
    ...(row.doubtedAt
      ? [['In doubt since', `${moment(row.doubtedAt)}: the phone may have got two`] as [string, string]]
      : []),
    ...(row.forgottenAt ? [['Erased', moment(row.forgottenAt)] as [string, string]] : [])
  ]
  return html`<dl class="facts">!${known.map(([name, value]) => html`<div><dt class="muted">${name}</dt><dd>!${value}</dd></div>`).join('')}</dl>`
}

const QUEUE_WORDS: Record<QueueWord, string> = {
  waiting: 'its job waits',
  in_hand: 'a worker has its job',
  completed: 'its job is done',
  failed: 'its job gave up',
  gone: 'nothing is kept of it any more',
  unknown: 'the queue does not answer'
}

const WHY_NOT = {
  refused: 'It cannot be redriven: what a provider refused is not asked of another one.',
  verified: 'It cannot be redriven: the code was typed in already.',
  forgotten: 'It cannot be redriven: the account was erased.',
  too_late: 'It cannot be redriven: less than a minute of its life is left.'
}

function action(row: Found['row'], operator: Operator): string {
  const refusal = redriveRefusal(row, row.readAt)
  if (refusal === 'not_failed') return ''
  if (refusal) return html`<p class="muted">${WHY_NOT[refusal]}</p>`
  if (operator.role !== 'operator') return '<p class="muted">An operator may redrive it.</p>'
  return html`<form method="post" action="/ops/messages/${row.id}/redrive/"><button class="primary" id="redrive">Redrive</button></form>`
}

function step({ at, what, detail, clock }: Step, index: number, [first]: Step[]): string {
  const sinceFirst = index > 0 && first ? `+${((at.getTime() - first.at.getTime()) / 1000).toFixed(1)} s` : ''
  const aside = [sinceFirst, clock ? 'by identity’s clock' : ''].filter(Boolean).join(', ')
  return html`<li>!${moment(at)} <strong>${what}</strong>${detail ? `: ${detail}` : ''} <span class="muted">${aside}</span></li>`
}
