import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { answerHelp } from '@gatehouse/platform/command/answer-help'
import { runChild } from './launch/run-child.mjs'
import { summary, sumTotals } from './suite/totals.ts'

answerHelp(`npm run check: the linter, the types and the whole test suite.

  npm run check               what is green before each commit
  npm run check -- --chaos    and then every case of npm run chaos, as in CI

The last line has the totals of all suites together.
`)

const root = resolve(import.meta.dirname, '../..')
const program = (name: string) => resolve(root, 'node_modules/.bin', name)
const suite = (name: string) => ({ command: process.execPath, args: [resolve(import.meta.dirname, name)] })

const LOOKS = [
  { name: 'lint', command: program('biome'), args: ['ci', `--colors=${process.stdout.isTTY ? 'force' : 'off'}`, '.'] },
  { name: 'types', command: program('tsc'), args: ['-p', '.'] }
]
const SUITES = [
  { name: 'tests', ...suite('test.ts') },
  { name: 'chaos', ...suite('chaos.ts') }
]
const chosen = process.argv.includes('--chaos') ? SUITES : SUITES.slice(0, 1)
const GATEHOUSE_TOTALS = join(mkdtempSync(join(tmpdir(), 'gatehouse-check-')), 'totals.jsonl')
const env = { ...process.env, GATEHOUSE_TOTALS }
process.on('exit', () => rmSync(dirname(GATEHOUSE_TOTALS), { recursive: true, force: true }))

for (const look of LOOKS) {
  const exitCode = await run(look)
  if (exitCode !== 0) process.exit(exitCode)
}
let exitCode = 0
// What one suite found wrong is no reason not to know what the other finds; a signal is.
for (const chosenSuite of chosen) if (exitCode <= 1) exitCode = (await run(chosenSuite)) || exitCode
// The last line of all, whatever went before.
if (exitCode <= 1) process.stdout.write(`\n${summary(sumTotals(GATEHOUSE_TOTALS))}\n`)
process.exit(exitCode)

async function run({ name, command, args }: (typeof LOOKS)[number]) {
  const startedAt = performance.now()
  process.stdout.write(`\n== ${name}\n`)
  const exitCode = await runChild(command, args, { cwd: root, env, channel: !LOOKS.some((look) => look.name === name) })
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
  const words = exitCode === 0 ? `== ${name}: fine` : `check failed: ${name} (exit code ${exitCode})`
  process.stdout.write(`\n${words}, ${seconds} s\n`)
  return exitCode
}
