import { validate as isUuid } from 'uuid'
import { CommandRefusal, EXIT } from '../../command/refusal.ts'
import { listActions } from '../list-actions.ts'
import type { Command } from './command.ts'
import { several } from './command.ts'

const SHOWN = 100

export const listOperatorActions: Command = {
  argument: '[id of an account or message]',
  summary: 'shows what operators did last',
  help: `The newest ${SHOWN} entries of the record of actions, or of those about one account or message. It is kept for a year.
What was done on the pages of the notification service stands there, at /ops/actions/.`,
  run: async (_deps, em, { argument }) => {
    if (argument && !isUuid(argument)) throw new CommandRefusal('name an account or a message by its id', EXIT.misused)
    const actions = await listActions(em, argument.toLowerCase() || undefined, SHOWN)
    const sentence = several(actions.length, 'action')
    return { target: argument.toLowerCase() || null, details: { shown: actions.length }, sentence, shown: { actions } }
  }
}
