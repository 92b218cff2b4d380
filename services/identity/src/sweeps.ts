import type { EntityManager } from '@mikro-orm/postgresql'
import { forgetActivity } from './activity/forget-activity.ts'
import type { Deps } from './deps.ts'
import { forgetHandOffs } from './hand-off/forget-hand-offs.ts'
import { forgetLimits } from './limits/forget-limits.ts'
import { forgetSpent } from './openid/forget-spent.ts'
import { expireMessages } from './phone-verification/expire-messages.ts'
import { repeatSends } from './phone-verification/repeat-sends.ts'
import { forgetKeys } from './signing-keys/forget-keys.ts'
import type { Sweep } from './sweep-every.ts'
import { sweepEvery } from './sweep-every.ts'

const SECOND_MS = 1000

/** What happens by the clock alone. Each sweep bears being run by several processes at once. */
export function startSweeps(deps: Pick<Deps, 'now' | 'log' | 'settings'>, fork: () => EntityManager): Sweep {
  const sweeps: { everyMs: number; run: (em: EntityManager) => Promise<void> }[] = [
    { everyMs: 5 * SECOND_MS, run: (em) => expireMessages(deps, em) },
    { everyMs: 10 * SECOND_MS, run: (em) => repeatSends(deps, em) },
    { everyMs: 600 * SECOND_MS, run: (em) => forgetLimits(deps, em) },
    { everyMs: 600 * SECOND_MS, run: (em) => forgetSpent(deps, em) },
    { everyMs: 600 * SECOND_MS, run: (em) => forgetHandOffs(deps, em) },
    { everyMs: 600 * SECOND_MS, run: (em) => forgetActivity(deps, em) },
    { everyMs: 600 * SECOND_MS, run: (em) => forgetKeys(deps, em) }
  ]
  const started = sweeps.map(({ everyMs, run }) => sweepEvery(everyMs, () => run(fork()), deps.log))
  return { stop: async () => void (await Promise.all(started.map((sweep) => sweep.stop()))) }
}
