// Plain JavaScript, since this is the one file that must run on whatever Node.js (20 or later) the machine has.
import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findNode } from './launch/find-node.mjs'
import { installPackages } from './launch/install-packages.mjs'
import { stopWithParent } from './launch/parent.mjs'
import { runChild } from './launch/run-child.mjs'

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../..')

// A developer's own .env must not reach the tests: with it a test could send a real SMS.
const WITHOUT_SETTINGS = ['test.ts', 'chaos.ts', 'check.ts'].map((name) => join(ROOT, 'infra/local', name))

async function main([name = '', ...args]) {
  const script = resolve(ROOT, name)
  if (!existsSync(script)) throw new Error(`There is no ${script} to run.`)
  stopWithParent(process.env)
  await installPackages(ROOT, process.env)
  const file = join(ROOT, '.env')
  const settings = existsSync(file) && !WITHOUT_SETTINGS.includes(script) ? [`--env-file=${file}`] : []
  // Compiled code is kept for the next run: that saves half a second of a start.
  const env = { NODE_COMPILE_CACHE: join(ROOT, 'node_modules/.cache/node'), ...process.env }
  return runChild(findNode(ROOT), [...settings, script, ...args], { cwd: ROOT, env, channel: true })
}

try {
  process.exit(await main(process.argv.slice(2)))
} catch (error) {
  process.stderr.write(`gatehouse: ${error.message}\n`)
  process.exit(error.exitCode ?? 1)
}
