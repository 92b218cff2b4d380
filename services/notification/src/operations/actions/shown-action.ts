import { ROLES } from '@gatehouse/platform/operators/operator'
import type { Static } from 'typebox'
import { Type } from 'typebox'
import type { ActionPage } from './list-actions.ts'

export const ShownActions = Type.Object({
  actions: Type.Array(
    Type.Object({
      id: Type.String({ description: 'a UUIDv7' }),
      at: Type.String({ description: 'RFC 3339, UTC' }),
      who: Type.String({ description: 'a name of OPS_USERS, or local: a person on the machine itself' }),
      role: Type.Enum([...ROLES]),
      action: Type.String({ description: 'such as queue.pause' }),
      target: Type.String({ description: 'what it was done to' }),
      details: Type.Record(Type.String(), Type.Unknown())
    })
  ),
  next: Type.Union([Type.String({ description: '`before` of the next page' }), Type.Null()])
})
export type ShownActions = Static<typeof ShownActions>

export const showActions = ({ actions, next }: ActionPage): ShownActions => ({
  actions: actions.map(({ id, at, who, role, action, target, details }) => ({
    id,
    at: at.toISOString(),
    who,
    role,
    action,
    target,
    details
  })),
  next
})
