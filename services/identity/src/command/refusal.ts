/** The exit codes of the commands; wrong settings are `EXIT_CONFIGURATION`. */
export const EXIT = { done: 0, failed: 1, misused: 2, refused: 3 } as const

/** A command that is not done. The message is a sentence for whoever gave it, `answer` what they see all the same. */
export class CommandRefusal extends Error {
  readonly exitCode: number
  readonly answer: string

  constructor(sentence: string, exitCode: number = EXIT.refused, answer = '') {
    super(sentence)
    this.exitCode = exitCode
    this.answer = answer
  }
}
