import { describe, say } from '@gatehouse/platform/command/say'

type Step = () => Promise<unknown> | unknown

export type Closing = { add: (step: Step) => void; run: () => Promise<void> }

/** What has been opened is closed in the reverse order, and one step that fails keeps none of the others from it. */
export function closing(): Closing {
  const steps: Step[] = []
  return {
    add: (step) => steps.push(step),
    run: async () => {
      for (let step = steps.pop(); step; step = steps.pop()) {
        try {
          await step()
        } catch (error) {
          say(describe(error))
        }
      }
    }
  }
}
