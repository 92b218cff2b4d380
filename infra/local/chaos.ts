import { rmSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { answerHelp } from '@gatehouse/platform/command/answer-help'
import { say } from '@gatehouse/platform/command/say'
import { chooseCases } from './chaos/choose-cases.ts'
import { newFiguresFile, readFigures, wordsFile } from './chaos/figures.ts'
import { showWords } from './chaos/show-words.ts'
import { figuresTable } from './chaos/table.ts'
import { stopRequest } from './start/stop-request.ts'
import { runSuite } from './suite/run-suite.ts'

answerHelp(`npm run chaos: breaks the whole system in every way that docs/guarantees.md names, and shows what was lost.

  npm run chaos                 every case but soak and upgrade, on both homes of the queue
  npm run chaos -- C2 C14       these cases
  npm run chaos -- cluster      the cases on a Redis cluster
  npm run chaos -- soak         ten minutes on each home: mixed traffic at half of the measured capacity, and a random
                                fault every 15 s; SOAK_MINUTES=1 for less, SOAK_SEED=… to repeat a run's faults
  npm run chaos -- upgrade      replaces every process of the version before by this one, goes back and forth, under
                                load; UPGRADE_FROM=<commit> for another version than the one before the newest migration
  CHAOS_JOBS=2 npm run chaos    so many cases at a time (default 4), each on both homes at once

CI runs every case but these two (npm run check -- --chaos). Real processes are killed, real servers are stopped. It
touches nothing but what it has started.
`)

const root = resolve(import.meta.dirname, '../..')
const cases = chooseCases(resolve(root, 'packages/end-to-end/chaos'), process.argv.slice(2))
if (cases.length === 0) {
  say(`no case has that name: ${process.argv.slice(2).join(' ')}`)
  process.exit(1)
}

// A file has ten minutes, and a soak as much again for each minute on both homes.
const TIMEOUT_SECONDS = 600 + 2 * 60 * Number(process.env.SOAK_MINUTES || 10)

const CHAOS_FIGURES = newFiguresFile()
const CHAOS_WORDS = wordsFile(CHAOS_FIGURES)
const hideWords = showWords(CHAOS_WORDS)
const exitCode = await runSuite({
  root,
  args: [...cases, `--jobs=${process.env.CHAOS_JOBS || 4}`, `--timeout=${TIMEOUT_SECONDS}`],
  environment: { ...process.env, CHAOS_FIGURES, CHAOS_WORDS },
  stop: stopRequest(),
  closingWords: () => figuresTable(readFigures(CHAOS_FIGURES))
})
hideWords()
rmSync(dirname(CHAOS_FIGURES), { recursive: true, force: true })
process.exit(process.exitCode ?? exitCode)
