/** The launcher's own lines, told apart from those of the services on the same terminal. */
export const say = (line: string) => process.stdout.write(`gatehouse: ${line}\n`)

/** What a person can put right: shown as its one sentence, without a stack. */
export class StartFault extends Error {}

export function describe(error: unknown) {
  if (error instanceof StartFault) return error.message
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
