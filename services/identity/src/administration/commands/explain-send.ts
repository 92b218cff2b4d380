import { validate as isUuid } from 'uuid'
import { CommandRefusal, EXIT } from '../../command/refusal.ts'
import { traceSend } from '../../phone-verification/trace-send.ts'
import type { Command } from './command.ts'
import { several } from './command.ts'

export const explainSend: Command = {
  argument: '<id of a message or of a verification>',
  summary: 'shows the way of one message from the request to the receipt',
  help: `What both services know of a send, in the order of time: asked for and committed, handed over to the queue, taken by
a worker, accepted by a provider, delivered, reported, verified. Of the number it shows the last three digits. Hand-offs
are kept for a day, messages for a month. The clocks of the two services and of the database may differ a little.`,
  run: async (_deps, em, { argument }) => {
    if (!isUuid(argument)) throw new CommandRefusal('name a message or a verification by its id', EXIT.misused)
    const id = argument.toLowerCase()
    const trace = await traceSend(em, id)
    // Notification may still know a message whose account was erased, or that is older than what is kept here.
    const messages = trace?.messages ?? [id]
    const { verification = null, steps = [] } = trace ?? {}
    const known = trace ? several(messages.length, 'message') : 'nothing'
    return {
      target: id,
      details: { messages: trace ? messages.length : 0 },
      sentence: `identity knows ${known} by this id`,
      shown: { verification, steps },
      messages
    }
  }
}
