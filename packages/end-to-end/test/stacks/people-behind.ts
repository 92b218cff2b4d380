import type { Test } from 'tap'
import { watchMachine } from '../../chaos/scene/machine.ts'
import type { Asker } from '../../chaos/scene/sends.ts'
import { ask } from '../../chaos/scene/sends.ts'
import type { Answered } from '../../chaos/soak/answers.ts'
import { createAnswers } from '../../chaos/soak/answers.ts'
import type { Inbox } from '../../chaos/soak/inbox.ts'
import type { World } from '../../chaos/soak/live-a-day.ts'
import { seededRandom } from '../../chaos/soak/random.ts'
import type { Door } from '../fixtures/people.ts'

/** A world whose people know one address alone, that of a gateway. */
export function peopleBehind(t: Test, gateway: Door, inbox: Inbox): World {
  const machine = watchMachine(t)
  const scene = {
    stack: { identities: [gateway] },
    ask: (askers: Asker[]) => Promise.all(askers.map((asker) => ask(asker, machine)))
  }
  return { scene, inbox, answers: createAnswers({ machine }), random: seededRandom(1) }
}

/** What was not answered as on a good day. */
export const failedOf = ({ answers }: World): Answered[] => answers.all.filter(({ isExpected }) => !isExpected)
