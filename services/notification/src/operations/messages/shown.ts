import { PURPOSES, SMS_FAILURES, SMS_STATUSES } from '@gatehouse/contracts'
import type { Static } from 'typebox'
import { Type } from 'typebox'
import { STATES } from '../../delivery/ledger.ts'
import type { listRows } from '../../delivery/list-rows.ts'
import { FAILURE_KINDS, redriveRefusal } from '../../delivery/redrivable.ts'
import { reasonOf } from './reason.ts'

const orNull = <T extends ReturnType<typeof Type.String>>(schema: T) => Type.Union([schema, Type.Null()])
const Time = (description: string) => Type.String({ description: `${description}; RFC 3339, UTC` })

/** One message, as /ops/messages.json tells it. */
export const ShownMessage = Type.Object({
  id: Type.String({ description: 'a UUIDv7, given when it was asked for' }),
  came_at: Time('when its job came to this service'),
  purpose: Type.Enum([...PURPOSES]),
  country: Type.String({ description: 'ISO 3166 alpha-2, of the number' }),
  number: orNull(Type.String({ description: 'masked: its last three digits; null if it is not known, or was erased' })),
  state: Type.Enum([...STATES]),
  status: Type.Enum([...SMS_STATUSES], { description: 'what the person is told' }),
  provider: orNull(Type.String({ description: 'the one that has it, or had it last' })),
  attempts: Type.Integer({ description: 'how often a provider was called' }),
  redrives: Type.Integer({ description: 'how often an operator brought it back' }),
  failure: Type.Union([Type.Enum([...SMS_FAILURES]), Type.Null()]),
  failure_kind: Type.Union([Type.Enum([...FAILURE_KINDS]), Type.Null()]),
  error_code: orNull(Type.String({ description: "the provider's last word, or ours" })),
  reason: orNull(Type.String({ description: 'what is wrong and what to do, in a sentence' })),
  can_redrive: Type.Boolean(),
  expires_at: Time('end of its life'),
  doubted_at: orNull(Time('since when a second copy is possible')),
  accepted_at: orNull(Time('when a provider took it')),
  delivered_at: orNull(Time('when the carrier said that it arrived')),
  verified_at: orNull(Time('when its code was typed in')),
  seconds_to_accepted: Type.Union([Type.Number({ description: 'from its coming' }), Type.Null()])
})
export type ShownMessage = Static<typeof ShownMessage>

export const ShownMessages = Type.Object({
  messages: Type.Array(ShownMessage),
  next: orNull(Type.String({ description: '`after` of the next page; null: this is the last' }))
})
export type ShownMessages = Static<typeof ShownMessages>

export type Row = Awaited<ReturnType<typeof listRows>>[number]

/** A message without anything that leads to the person but the three digits. */
export const show = (row: Row): ShownMessage => ({
  id: row.id,
  came_at: row.createdAt.toISOString(),
  purpose: row.purpose,
  country: row.country,
  number: row.numberEnding ? `…${row.numberEnding}` : null,
  state: row.state,
  status: row.status,
  provider: row.provider ?? null,
  attempts: row.attempt,
  redrives: row.redrives,
  failure: row.failure ?? null,
  failure_kind: row.failureKind ?? null,
  error_code: row.errorCode ?? null,
  reason: reasonOf(row) ?? null,
  can_redrive: redriveRefusal(row, row.readAt) === undefined,
  expires_at: row.expiresAt.toISOString(),
  doubted_at: time(row.doubtedAt),
  accepted_at: time(row.acceptedAt),
  delivered_at: time(row.deliveredAt),
  verified_at: time(row.verifiedAt),
  seconds_to_accepted: row.acceptedAt ? (row.acceptedAt.getTime() - row.createdAt.getTime()) / 1000 : null
})

const time = (moment: Date | null | undefined) => moment?.toISOString() ?? null
