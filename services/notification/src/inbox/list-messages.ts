import { unseal } from '@gatehouse/platform/keys/seal'
import { Type } from 'typebox'
import { Compile } from 'typebox/compile'
import type { Deps } from '../deps.ts'
import { InboxMessage } from './inbox-message.entity.ts'

const MOST_SHOWN = 200
// Numbers lie sealed, so a number is looked for by opening this many.
const MOST_OPENED = 1000

const Sealed = Compile(Type.Object({ to: Type.String(), body: Type.String() }))

/** What is in the inbox, newest first. What another key sealed is left out. */
export async function listMessages({ orm, sealingKeys }: Deps, to?: string) {
  const limit = to ? MOST_OPENED : MOST_SHOWN
  const rows = await orm.em.fork().find(InboxMessage, {}, { orderBy: { sentAt: 'desc', id: 'desc' }, limit })
  const opened = await Promise.all(rows.map((row) => open(sealingKeys, row)))
  return opened
    .filter((message) => message !== undefined)
    .filter((message) => !to || message.to === to)
    .slice(0, MOST_SHOWN)
}

async function open(sealingKeys: Uint8Array[], { id, sealed, sentAt }: InboxMessage) {
  try {
    const { to, body } = Sealed.Parse(await unseal(sealingKeys, sealed))
    return { id, to, body, sent_at: sentAt.toISOString() }
  } catch {
    return undefined
  }
}
