import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'

/** Asks without showing what is typed, or reads one line of a file or a pipe. Empty if there is none. */
export async function readPassword(): Promise<string> {
  if (!process.stdin.isTTY) {
    for await (const line of createInterface({ input: process.stdin })) return line
    return ''
  }
  const first = await ask('Password (empty: one is made): ')
  if (first !== '' && (await ask('Once more: ')) !== first) throw new Error('These were not the same.')
  return first
}

async function ask(question: string): Promise<string> {
  process.stderr.write(question)
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
  const reader = createInterface({ input: process.stdin, output: nowhere, terminal: true })
  reader.on('SIGINT', () => process.exit(130))
  const line = await reader.question('')
  reader.close()
  process.stderr.write('\n')
  return line
}
