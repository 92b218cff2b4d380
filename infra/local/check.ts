import { resolve } from 'node:path'
import { runChild } from './launch/run-child.mjs'

const root = resolve(import.meta.dirname, '../..')
const program = (name: string) => resolve(root, 'node_modules/.bin', name)

const STEPS = [
  { name: 'lint', command: program('biome'), args: ['ci', `--colors=${process.stdout.isTTY ? 'force' : 'off'}`, '.'] },
  { name: 'types', command: program('tsc'), args: ['-p', '.'] },
  { name: 'tests', command: process.execPath, args: [resolve(import.meta.dirname, 'test.ts')] }
]

// The tests come last: the line with their totals is then the last of all.
for (const { name, command, args } of STEPS) {
  const startedAt = performance.now()
  process.stdout.write(`\n== ${name}\n`)
  const exitCode = await runChild(command, args, { cwd: root, channel: name === 'tests' })
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
  if (exitCode !== 0) {
    process.stdout.write(`\ncheck failed: ${name} (exit code ${exitCode}, ${seconds} s)\n`)
    process.exit(exitCode)
  }
  if (name !== 'tests') process.stdout.write(`== ${name}: fine, ${seconds} s\n`)
}
process.exit(0)
