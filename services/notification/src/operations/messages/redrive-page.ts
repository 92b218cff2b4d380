import type { Operator } from '@gatehouse/platform/operators/operator'
import { html } from 'ghtml'
import { REDRIVE_MARGIN_SECONDS } from '../../delivery/redrivable.ts'
import { page } from '../page/layout.ts'
import { counted } from './list-page.ts'
import type { RedriveQuery } from './query.ts'
import { asQuery } from './query.ts'
import { MOST_AT_ONCE } from './redrive-messages.ts'

export type RedriveView = { operator: Operator; filter: RedriveQuery; count: number }

/** Asks before many are redriven. What is confirmed is the number that stands there: never more are. */
export const redrivePage = ({ operator, filter, count }: RedriveView) => {
  const now = Math.min(count, MOST_AT_ONCE)
  return page({
    title: 'Redrive',
    section: 'messages',
    operator,
    content: html`<h1>Redrive ${counted(now)}?</h1>
<section class="card">
<p>${counted(count)} failed${narrowed(filter)} and can still be redriven: at least ${REDRIVE_MARGIN_SECONDS} seconds of life are left, and no provider refused them. Each is sent again with the same code; one that was in doubt is looked for at its provider first.</p>
!${count > now ? html`<p>${now} are redriven at once, those first that have least time. Then there are ${count - now} more.</p>` : ''}
!${action(operator, filter, now)}
</section>`
  })
}

const narrowed = (filter: RedriveQuery) => (asQuery(filter) ? ', as far as they match the filter,' : '')

function action(operator: Operator, filter: RedriveQuery, count: number): string {
  const back = html`<a class="button" href="/ops/messages/?${asQuery(filter)}">Back</a>`
  if (count === 0) return html`<p class="row">!${back}</p>`
  if (operator.role !== 'operator')
    return html`<p class="row"><span class="muted">An operator may do that.</span> !${back}</p>`
  const fields = Object.entries({ ...filter, confirmed: `${count}` })
  return html`<form method="post" action="/ops/messages/redrive/" class="row">!${fields
    .map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)
    .join('')}<button class="primary">Redrive ${counted(count)}</button> !${back}</form>`
}
