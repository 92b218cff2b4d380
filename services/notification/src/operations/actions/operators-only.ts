import { requireOperator } from '@gatehouse/platform/http/operators'
import type { Operator } from '@gatehouse/platform/operators/operator'
import type { Deps } from '../../deps.ts'
import { recordAction } from './record-action.ts'

type Request = { operator: Operator; params: unknown }
type Asked = { action: string; target: string }

/** For a route that acts (`{ preHandler: operatorsOnly(…) }`): 403 for viewers, and that they tried is written down. */
export const operatorsOnly =
  ({ orm }: Pick<Deps, 'orm'>, askedBy: (params: { id?: string }) => Asked) =>
  async ({ operator, params }: Request) => {
    const { name: who, role } = operator
    if (role === 'operator') return
    const { action: asked, target } = askedBy(params as { id?: string })
    await recordAction(orm.em.fork(), { who, role, action: 'refused', target, details: { asked } })
    await requireOperator({ operator })
  }
