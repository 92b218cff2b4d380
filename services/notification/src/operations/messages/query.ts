import { invalidField } from '@gatehouse/platform/refusal'
import type { Static } from 'typebox'
import { Type } from 'typebox'
import { STATES } from '../../delivery/ledger.ts'
import type { Place } from '../../delivery/list-rows.ts'
import type { MessageFilter } from '../../delivery/message-filter.ts'
import { UUID } from '../page/uuid.ts'

// A form sends its empty fields too: they filter nothing.
const text = (pattern: string, description: string) =>
  Type.Optional(Type.String({ pattern: `^(${pattern})?$`, maxLength: 80, description }))

const MOMENT = '\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d(:\\d\\d(\\.\\d{1,3})?)?Z?'

const FILTER = {
  id: text(UUID, 'the id of a message'),
  state: text(STATES.join('|'), `one of ${STATES.join(', ')}`),
  country: text('[A-Za-z]{2}', 'a country (ISO 3166 alpha-2)'),
  provider: text('[a-z]{1,20}', 'the name of a provider: the one that has it, or had it last'),
  from: text(MOMENT, 'a time in UTC: it came then or later'),
  before: text(MOMENT, 'a time in UTC: it came before')
}

const Count = Type.String({ pattern: '^[0-9]{1,4}$' })

export const RedriveQuery = Type.Object(FILTER, { additionalProperties: false })
export type RedriveQuery = Static<typeof RedriveQuery>

export const ListQuery = Type.Object(
  {
    ...FILTER,
    after: text(`${MOMENT}_${UUID}`, 'the `next` of the page before'),
    limit: text('[1-9]\\d?|1\\d\\d|200', 'a number from 1 to 200; without it, 50')
  },
  { additionalProperties: false }
)
export type ListQuery = Static<typeof ListQuery>

/** As the page is asked for after a redrive. */
export const PageQuery = Type.Object(
  { ...ListQuery.properties, redriven: Type.Optional(Count) },
  { additionalProperties: false }
)
export type PageQuery = Static<typeof PageQuery>

/** What an operator saw and said yes to. */
export const ConfirmedRedrive = Type.Object(
  { ...RedriveQuery.properties, confirmed: Count },
  { additionalProperties: false }
)

const DEFAULT_LIMIT = 50

export function readQuery({ after, limit, ...given }: ListQuery) {
  return {
    filter: readFilter(given),
    after: after ? readPlace(after) : undefined,
    limit: Number(limit) || DEFAULT_LIMIT
  }
}

export function readFilter({ id, state, country, provider, from, before }: RedriveQuery): MessageFilter {
  return {
    ...(id ? { id: id.toLowerCase() } : {}),
    ...(state ? { state: state as MessageFilter['state'] } : {}),
    ...(country ? { country: country.toUpperCase() } : {}),
    ...(provider ? { provider } : {}),
    ...(from ? { from: readMoment('from', from) } : {}),
    ...(before ? { before: readMoment('before', before) } : {})
  }
}

/** The filter as a query again, without what is empty. */
export function asQuery(given: Record<string, string | undefined>): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(given)) if (value) query.set(name, value)
  return query.toString()
}

export const writePlace = ({ createdAt, id }: Place) => `${createdAt.toISOString()}_${id}`

function readPlace(after: string): Place {
  const [createdAt = '', id = ''] = after.split('_')
  return { createdAt: readMoment('after', createdAt), id }
}

function readMoment(field: string, given: string): Date {
  const moment = new Date(given.endsWith('Z') ? given : `${given}Z`)
  // The 31st of February is a time to JavaScript: the 3rd of March.
  const isReal = !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(given.slice(0, 16))
  if (!isReal) throw invalidField(field, 'must be a real time')
  return moment
}
