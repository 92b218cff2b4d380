import { rmSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { chooseCases } from './chaos/choose-cases.ts'
import { newFiguresFile, readFigures } from './chaos/figures.ts'
import { figuresTable } from './chaos/table.ts'
import { answerHelp } from './help.ts'
import { say } from './start/say.ts'
import { stopRequest } from './start/stop-request.ts'
import { runSuite } from './suite/run-suite.ts'

answerHelp(`npm run chaos: breaks the whole system in every way that docs/guarantees.md names, and shows what was lost.

  npm run chaos                 every case, on both homes of the queue
  npm run chaos -- C2 C14       these cases
  CHAOS_JOBS=2 npm run chaos    so many cases at a time (default 4)

Real processes are killed, real servers are stopped. It touches nothing but what it has started.
`)

const root = resolve(import.meta.dirname, '../..')
const cases = chooseCases(resolve(root, 'packages/end-to-end/chaos'), process.argv.slice(2))
if (cases.length === 0) {
  say(`no case has that name: ${process.argv.slice(2).join(' ')}`)
  process.exit(1)
}

const CHAOS_FIGURES = newFiguresFile()
const exitCode = await runSuite({
  root,
  args: [...cases, `--jobs=${process.env.CHAOS_JOBS || 4}`, '--timeout=600'],
  environment: { ...process.env, CHAOS_FIGURES },
  stop: stopRequest(),
  closingWords: () => figuresTable(readFigures(CHAOS_FIGURES))
})
rmSync(dirname(CHAOS_FIGURES), { recursive: true, force: true })
process.exit(process.exitCode ?? exitCode)
