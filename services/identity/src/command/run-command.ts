import { ConfigurationFault, EXIT_CONFIGURATION } from '@gatehouse/platform/config/configuration-fault'
import { printable } from './printable.ts'
import { CommandRefusal, EXIT } from './refusal.ts'

/** What a command wrote, and how it ended. */
export type Ended = { code: number; stdout: string; stderr: string }

/** Takes what the command answers, or says in one sentence why it does not. */
export async function runCommand(answer: () => Promise<string>): Promise<Ended> {
  try {
    return { code: EXIT.done, stdout: await answer(), stderr: '' }
  } catch (error) {
    const { message } = error as Error
    if (error instanceof ConfigurationFault) return { code: EXIT_CONFIGURATION, stdout: '', stderr: `${message}\n` }
    const sentence = printable(firstLine(message))
    if (!(error instanceof CommandRefusal)) {
      return { code: EXIT.failed, stdout: '', stderr: `gatehouse: failed: ${sentence}\n` }
    }
    return { code: error.exitCode, stdout: error.answer, stderr: `gatehouse: ${sentence}\n` }
  }
}

// What a library adds below may be a statement with its values.
const firstLine = (message: string) => `${message.split('\n')[0]}`

/** Writes it, and ends the process. */
export function endWith({ code, stdout, stderr }: Ended): never {
  process.stdout.write(stdout)
  process.stderr.write(stderr)
  process.exit(code)
}
