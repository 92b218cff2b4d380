import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { endProcess, signalGroup } from '../start/end-process.ts'
import type { Environment } from '../start/settings.ts'
import { failureWords } from './failures.ts'
import { showProgress } from './progress.ts'
import type { Totals } from './totals.ts'
import { readTotals } from './totals.ts'

type Result = { exitCode: number; totals: Totals | undefined; failures: string }

/** Runs tap over the workspace (or what the arguments name) to its end, or ends it on a stop request. */
export async function runTap(
  root: string,
  args: string[],
  environment: Environment,
  folder: string,
  stop: AbortSignal
): Promise<Result> {
  const output = join(folder, 'output.tap')
  const isTerminal = process.stdout.isTTY
  const own = [...(isTerminal ? [] : ['--reporter=min']), ...args, `--output-file=${output}`]
  const env = { ...environment, PATH: `${dirname(process.execPath)}${delimiter}${environment.PATH}` }
  const tap = join(root, 'node_modules/.bin/tap')
  stop.throwIfAborted()
  const child = spawn(tap, own, { cwd: root, env, detached: true, stdio: ['ignore', 'inherit', 'inherit'] })
  writeFileSync(join(folder, 'tap.pid'), `${child.pid}\n`)
  const end = () => {
    // tap by itself would wait for the tests' own timeout.
    signalGroup(child, 'SIGTERM')
    return endProcess(child, { name: 'tap', signal: 'SIGTERM', graceMs: 3000, lastSignal: 'SIGKILL' })
  }
  stop.addEventListener('abort', end, { once: true })
  const hideProgress = isTerminal ? undefined : showProgress(output)
  const [code] = await once(child, 'exit')
  hideProgress?.()
  const said = existsSync(output) ? readFileSync(output, 'utf8') : ''
  return { exitCode: code ?? 1, totals: readTotals(said), failures: failureWords(said) }
}
