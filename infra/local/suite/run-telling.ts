import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { showWords } from '../chaos/show-words.ts'
import { stopRequest } from '../start/stop-request.ts'
import { runSuite } from './run-suite.ts'

const ROOT = resolve(import.meta.dirname, '../../..')

/** Runs one file of the end-to-end package that takes long, and prints what it says meanwhile. Answers the exit code. */
export async function runTelling(file: string, { timeoutSeconds }: { timeoutSeconds: number }): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-words-'))
  const CHAOS_WORDS = join(folder, 'words')
  const hideWords = showWords(CHAOS_WORDS)
  const exitCode = await runSuite({
    root: ROOT,
    args: [resolve(ROOT, 'packages/end-to-end', file), `--timeout=${timeoutSeconds}`],
    environment: { ...process.env, CHAOS_WORDS },
    stop: stopRequest()
  })
  hideWords()
  rmSync(folder, { recursive: true, force: true })
  return exitCode
}
