import type { Operator } from '@gatehouse/platform/operators/operator'
import { html } from 'ghtml'
import { STATES } from '../../delivery/ledger.ts'
import { moment, page } from '../page/layout.ts'
import type { ListQuery } from './query.ts'
import { asQuery } from './query.ts'
import type { ShownMessage, ShownMessages } from './shown.ts'
import { statePill, stateWords } from './state-words.ts'

export type ListView = {
  operator: Operator
  query: ListQuery
  providers: string[]
  list: ShownMessages
  /** Of those that match: failed, and still in time. */
  redrivable: number
  /** What was just redriven. */
  redriven: number | undefined
}

/** The messages that match, newest first. */
export const listPage = ({ operator, query, providers, list, redrivable, redriven }: ListView) =>
  page({
    title: 'Messages',
    section: 'messages',
    operator,
    content: html`<h1>Messages</h1>
!${redriven === undefined ? '' : html`<p class="card good" role="status">${counted(redriven)} redriven. The queue gets them within a second or two.</p>`}
<form class="card filters" method="get" action="/ops/messages/" aria-label="Filter">!${filters(query, providers)}</form>
<div id="messages" data-live>
!${redrivable > 0 ? offer(query, redrivable) : ''}
!${list.messages.length === 0 ? '<p class="card empty">No message matches.</p>' : table(list.messages)}
!${pager(query, list.next)}
</div>`
  })

export const counted = (count: number) => `${count} ${count === 1 ? 'message' : 'messages'}`

function filters({ id, state, country, provider, from, before }: ListQuery, providers: string[]): string {
  const field = (name: string, label: string, value = '', more = '') =>
    html`<label>${label}<input name="${name}" value="${value}" !${more}></label>`
  const choice = (name: string, label: string, chosen: string | undefined, options: [string, string][]) =>
    html`<label>${label}<select name="${name}"><option value="">any</option>!${options
      .map(([value, words]) => html`<option value="${value}" !${value === chosen ? 'selected' : ''}>${words}</option>`)
      .join('')}</select></label>`
  const states = STATES.map((one): [string, string] => [one, stateWords(one)])
  return [
    choice('state', 'State', state, states),
    choice(
      'provider',
      'Provider',
      provider,
      providers.map((name) => [name, name])
    ),
    field('country', 'Country', country, 'size="4" maxlength="2" placeholder="DE" autocomplete="off"'),
    field('from', 'From (UTC)', from?.slice(0, 16), 'type="datetime-local"'),
    field('before', 'Before (UTC)', before?.slice(0, 16), 'type="datetime-local"'),
    field('id', 'Id', id, 'size="20" autocomplete="off"'),
    '<button class="primary">Filter</button> <a class="button" href="/ops/messages/">Clear</a>'
  ].join('\n')
}

const offer = ({ after: _, limit: __, ...filter }: ListQuery, count: number) =>
  html`<p class="card row"><span>${counted(count)} failed and can still be redriven.</span>
<a class="button" id="redrive" href="/ops/messages/redrive/?${asQuery(filter)}">Redrive…</a></p>`

const table = (
  messages: ShownMessage[]
) => html`<div class="card scroll" tabindex="0" role="region" aria-label="Messages"><table>
<thead><tr><th scope="col">Came</th><th scope="col">State</th><th scope="col">To</th><th scope="col">Provider</th><th scope="col" class="number">Calls</th><th scope="col" class="number">Until sent</th><th scope="col">What is wrong</th></tr></thead>
<tbody>
!${messages.map(line).join('\n')}
</tbody></table></div>`

const line = (message: ShownMessage) => html`<tr>
<td><a id="m-${message.id}" href="/ops/messages/${message.id}/">!${moment(new Date(message.came_at))}</a></td>
<td class="fixed">!${statePill(message.state)}!${message.verified_at ? ' <span class="pill good">verified</span>' : ''}</td>
<td class="fixed">${message.country} ${message.number ?? ''}</td>
<td>${message.provider ?? '–'}</td>
<td class="number">${message.attempts}</td>
<td class="number">${seconds(message.seconds_to_accepted)}</td>
<td>${message.reason ?? ''}</td>
</tr>`

const seconds = (count: number | null) => (count === null ? '–' : `${count.toFixed(1)} s`)

function pager(query: ListQuery, next: string | null): string {
  const first = query.after
    ? html`<a class="button" href="/ops/messages/?${asQuery({ ...query, after: '' })}">Newest</a>`
    : ''
  const more = next
    ? html`<a class="button" href="/ops/messages/?${asQuery({ ...query, after: next })}" rel="next">Older</a>`
    : ''
  return html`<p class="row">!${first} !${more}</p>`
}
