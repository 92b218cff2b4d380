import { Counter } from 'prom-client'
import type { PolicyName } from './policies.ts'
import { POLICIES } from './policies.ts'

const refusals = new Counter({
  name: 'gatehouse_limit_refusals_total',
  help: 'How often a limit refused, or slowed down, by its policy.',
  labelNames: ['policy']
})

// A rate needs the zero before the first one.
for (const policy of Object.keys(POLICIES)) refusals.inc({ policy }, 0)

export const countRefusal = (policy: PolicyName) => refusals.inc({ policy })
