import { watchRounds } from '@gatehouse/platform/metrics/rounds'
import type { EntityManager } from '@mikro-orm/postgresql'
import { forgetActivity } from './activity/forget-activity.ts'
import { forgetActions } from './administration/forget-actions.ts'
import type { Deps } from './deps.ts'
import { forgetHandOffs } from './hand-off/forget-hand-offs.ts'
import { forgetLimits } from './limits/forget-limits.ts'
import { forgetSpent } from './openid/forget-spent.ts'
import { forgetExpiredLinks } from './passwords/forget-expired-links.ts'
import { expireMessages } from './phone-verification/expire-messages.ts'
import { forgetVerifications } from './phone-verification/forget-verifications.ts'
import { repeatSends } from './phone-verification/repeat-sends.ts'
import { forgetSessions } from './sessions/forget-sessions.ts'
import { forgetKeys } from './signing-keys/forget-keys.ts'
import type { Sweep } from './sweep-every.ts'
import { sweepEvery } from './sweep-every.ts'

const SECOND_MS = 1000

/** What happens by the clock alone. Each sweep bears being run by several processes at once. */
export function startSweeps(deps: Pick<Deps, 'now' | 'log' | 'settings'>, fork: () => EntityManager): Sweep {
  const sweeps: { name: string; everyMs: number; run: (em: EntityManager) => Promise<void> }[] = [
    { name: 'expire_messages', everyMs: 5 * SECOND_MS, run: (em) => expireMessages(deps, em) },
    { name: 'repeat_sends', everyMs: 10 * SECOND_MS, run: (em) => repeatSends(deps, em) },
    { name: 'forget_limits', everyMs: 600 * SECOND_MS, run: (em) => forgetLimits(deps, em) },
    { name: 'forget_spent', everyMs: 600 * SECOND_MS, run: (em) => forgetSpent(deps, em) },
    { name: 'forget_hand_offs', everyMs: 600 * SECOND_MS, run: (em) => forgetHandOffs(deps, em) },
    { name: 'forget_activity', everyMs: 600 * SECOND_MS, run: (em) => forgetActivity(deps, em) },
    { name: 'forget_sessions', everyMs: 600 * SECOND_MS, run: (em) => forgetSessions(deps, em) },
    { name: 'forget_verifications', everyMs: 600 * SECOND_MS, run: (em) => forgetVerifications(deps, em) },
    { name: 'forget_links', everyMs: 600 * SECOND_MS, run: (em) => forgetExpiredLinks(deps, em) },
    { name: 'forget_actions', everyMs: 600 * SECOND_MS, run: (em) => forgetActions(deps, em) },
    { name: 'forget_keys', everyMs: 600 * SECOND_MS, run: (em) => forgetKeys(deps, em) }
  ]
  const started = sweeps.map(({ name, everyMs, run }) =>
    sweepEvery(
      everyMs,
      watchRounds(name, everyMs, () => run(fork())),
      deps.log.child({ sweep: name })
    )
  )
  return { stop: async () => void (await Promise.all(started.map((sweep) => sweep.stop()))) }
}
