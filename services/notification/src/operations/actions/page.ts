import type { Operator } from '@gatehouse/platform/operators/operator'
import { html } from 'ghtml'
import { moment, page } from '../page/layout.ts'
import { UUID } from '../page/uuid.ts'
import type { ActionPage } from './list-actions.ts'

type Action = ActionPage['actions'][number]

/** The record of what was done, for people. */
export const actionsPage = (operator: Operator, { actions, next }: ActionPage) =>
  page({
    title: 'Actions',
    section: 'actions',
    operator,
    content: html`<h1>What was done, and by whom</h1>
<div id="actions" data-live>
!${actions.length === 0 ? '<p class="card empty">Nothing was done yet.</p>' : table(actions)}
!${next ? html`<p><a class="button" id="older" href="/ops/actions/?before=${next}" rel="next">Older</a></p>` : ''}
</div>`
  })

const table = (
  actions: Action[]
) => html`<div class="card scroll" tabindex="0" role="region" aria-label="Actions"><table>
<thead><tr><th scope="col">When</th><th scope="col">Who</th><th scope="col">Did</th><th scope="col">To</th><th scope="col">Details</th></tr></thead>
<tbody>
!${actions.map(line).join('\n')}
</tbody></table></div>`

const line = ({ at, who, role, action, target, details: { answer, ...details } }: Action) => html`<tr>
<td>!${moment(at)}</td>
<td class="fixed">${who} <span class="muted">${role}</span></td>
<td>${action}!${isRefused(answer) ? html` <span class="pill bad">not done: ${answer}</span>` : ''}</td>
<td>!${targetLink(target)}</td>
<td>${Object.entries(details).map(words).join(', ')}</td>
</tr>`

const isRefused = (answer: unknown): answer is number => typeof answer === 'number' && answer >= 400
const words = ([name, value]: [string, unknown]) =>
  `${name.replaceAll('_', ' ')}: ${typeof value === 'string' ? value : JSON.stringify(value)}`

// Of what actions are about, only messages have ids of this form.
const MESSAGE = new RegExp(`^${UUID}$`)
const targetLink = (target: string) =>
  MESSAGE.test(target) ? html`<a href="/ops/messages/${target}/">${target}</a>` : html`${target}`
