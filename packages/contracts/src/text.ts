import type { TSchema } from 'typebox'
import { Type } from 'typebox'

/** Any text up to a length in characters (code points, as PostgreSQL counts them). */
export const Text = (maximum: number) =>
  Type.String({ maxLength: maximum, description: `text of at most ${maximum} characters` })

/** A value that may be emptied: `null` and the empty text both mean "not given". */
export const Emptiable = <T extends TSchema>(schema: T) =>
  Type.Union([schema, Type.Null(), Type.Literal('')], {
    description: `${(schema as { description?: string }).description ?? 'a value'}, or null`
  })

/** A moment in UTC, RFC 3339. */
export const Timestamp = Type.String({ format: 'date-time', description: 'a time such as 2026-01-31T12:00:00Z' })

/** Where a job goes on in the traces. None if nobody traces. */
export const Trace = Type.Optional(Type.String({ maxLength: 64, description: 'W3C traceparent' }))

export const Uuid = Type.String({ format: 'uuid', description: 'a UUID' })
export const Nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])

/** A number as a person writes it, with its country code. Kept and answered as E.164. */
export const PhoneNumber = Type.String({
  maxLength: 20,
  format: 'phone-number',
  description: 'a phone number with its country code, such as +14155552671'
})
