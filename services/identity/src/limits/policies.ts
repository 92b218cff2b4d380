import type { Policy } from './limit.ts'

const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

// One a minute, then two, then five: a person who waits gets a code, a program that does not gets slower.
const spacing = { seconds: [MINUTE, 2 * MINUTE, 5 * MINUTE], withinSeconds: HOUR }

/** Every limit of the product, by the name under which it counts. */
export const POLICIES = {
  'send-user': { spacing },
  'send-number': {
    spacing,
    windows: [
      { max: 5, seconds: HOUR },
      { max: 10, seconds: DAY }
    ]
  },
  'send-address': { windows: [{ max: 10, seconds: HOUR }] },
  'register-address': { windows: [{ max: 60, seconds: MINUTE }] },
  'password-account-address': { windows: [{ max: 5, seconds: 15 * MINUTE }] },
  'password-address': { windows: [{ max: 30, seconds: MINUTE }] },
  'password-account': { windows: [{ max: 100, seconds: DAY }] }
} as const satisfies Record<string, Policy>

export type PolicyName = keyof typeof POLICIES
