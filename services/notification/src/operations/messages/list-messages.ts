import { listRows } from '../../delivery/list-rows.ts'
import type { Look } from '../reading/look.ts'
import type { ListQuery } from './query.ts'
import { readQuery, writePlace } from './query.ts'
import type { ShownMessages } from './shown.ts'
import { show } from './shown.ts'

/** One page of the messages that match, newest first. Nobody's number or code is in it. */
export async function listMessages(look: Look, query: ListQuery): Promise<ShownMessages> {
  const { filter, after, limit } = readQuery(query)
  // One more than is shown tells whether there is another page.
  const rows = await look((em) => listRows(em, filter, after, limit + 1))
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return { messages: shown.map(show), next: rows.length > limit && last ? writePlace(last) : null }
}
