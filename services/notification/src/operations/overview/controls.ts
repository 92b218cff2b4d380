import type { Operator } from '@gatehouse/platform/operators/operator'
import { html } from 'ghtml'
import { moment } from '../page/layout.ts'
import type { Sending } from './read-overview.ts'

const PAUSE = `Workers finish what they have in hand and take nothing new. Requests are still answered, and their
messages wait; one whose code dies meanwhile is not sent any more.`
const DRAIN = 'The same, before maintenance: this page counts what is still in hand and says when it is safe to stop.'

/** Pause, drain, resume: plain forms, for operators; what a viewer sees tells who did it. */
export function controls(sending: Sending, { role }: Operator): string {
  if (!sending) return ''
  const mayAct = role === 'operator'
  if (!sending.isPaused)
    return mayAct
      ? html`<div class="row">!${ask('pause', 'Pause sending', PAUSE)}!${ask('drain', 'Drain', DRAIN)}</div>`
      : ''
  const { handling } = sending
  // The queue can be paused by another hand than ours.
  const isOurs = handling && handling.action !== 'queue.resume'
  const by = isOurs
    ? html`<p>Paused by <b>${handling.who}</b> since !${moment(new Date(handling.at))}.</p>`
    : '<p>Paused.</p>'
  return html`<div class="card row paused">!${by}!${mayAct ? form('resume', 'Resume sending', 'primary') : ''}</div>`
}

// Two steps, so that no slip of a thumb stops the codes of everybody.
const ask = (action: string, name: string, words: string) =>
  html`<details class="ask" id="ask-${action}"><summary class="button" id="asks-${action}">${name} …</summary><div class="card"><p>${words}</p>!${form(action, name, 'danger')}</div></details>`

const form = (action: string, name: string, kind: string) =>
  html`<form method="post" action="/ops/sending/${action}"><button class="${kind}" id="${action}">${name}</button></form>`
