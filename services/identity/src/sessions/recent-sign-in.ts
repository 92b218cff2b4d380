import { Refusal } from '@gatehouse/platform/refusal'
import type { Session } from './find-session.ts'

const RECENT_MS = 5 * 60_000

/** Asks that the user of this session proved who they are within five minutes: an unlocked phone lying around did not. */
export function requireRecentSignIn({ now }: { now: () => Date }, { authenticatedAt }: Session) {
  if (now().getTime() - authenticatedAt.getTime() > RECENT_MS) throw new Refusal('reauthentication_required')
}
