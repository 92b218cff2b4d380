import type { Scene } from '../scene/open-scene.ts'

/** One request as it went. */
export type Answered = { route: string; at: number; ms: number; status: number | undefined; isExpected: boolean }
export type Answers = ReturnType<typeof createAnswers>

/** Keeps how every request was answered. `undefined` is no answer at all. */
export function createAnswers({ machine }: Pick<Scene, 'machine'>) {
  const all: Answered[] = []
  return {
    all,
    /** @returns the answer if it has the status that this request must have */
    note: async <A extends { status?: number | undefined }>(route: string, expected: number, asking: Promise<A>) => {
      const at = performance.now()
      const answer = await asking.catch((error: Error) => ({ status: statusIn(error) }))
      const isExpected = answer.status === expected
      all.push({ route, at, ms: machine.msSince(at), status: answer.status, isExpected })
      return isExpected ? (answer as A) : undefined
    }
  }
}

// The fixture that registers somebody throws, and says what it was answered.
const statusIn = ({ message }: Error) => {
  const [, status] = /answered (\d{3})/.exec(message) ?? []
  return status ? Number(status) : undefined
}
