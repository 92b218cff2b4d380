import type { AppOptions } from '../../src/app.ts'

const refuse = async () => {
  throw new Error('down')
}

/** A store of queues that is never asked for more than whether it is there. */
export const NO_QUEUES: AppOptions['queues'] = {
  probe: async () => {},
  open: refuse,
  control: () => ({ state: refuse, pause: refuse, resume: refuse })
}

/** As on a developer's machine, but for the changes. */
export const appOptions = (changes: Partial<AppOptions> = {}): AppOptions => ({
  queues: NO_QUEUES,
  operators: [],
  trustedProxies: [],
  isProduction: false,
  isBoundToLoopback: true,
  ...changes
})
