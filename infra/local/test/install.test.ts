import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Test } from 'tap'
import t from 'tap'
import { WITHOUT_TAP } from './fixtures/stack.ts'
import { until } from './fixtures/until.ts'

const MODULE = join(import.meta.dirname, '../launch/install-packages.mjs')

// Does what pnpm does as far as anybody looks: takes a while, then records the lockfile that it has installed.
const NPX = `#!/bin/sh
echo started >> installs
while [ -e hold ]; do sleep 0.02; done
mkdir -p node_modules/.pnpm && cp pnpm-lock.yaml node_modules/.pnpm/lock.yaml
exit $(cat status 2> /dev/null || echo 0)
`

function makeRepository(t: Test) {
  const root = t.testdir({ 'pnpm-lock.yaml': 'one', bin: { npx: NPX } })
  chmodSync(join(root, 'bin/npx'), 0o755)
  return root
}

function install(root: string) {
  const program = `const { installPackages } = await import(${JSON.stringify(MODULE)})
    await installPackages(${JSON.stringify(root)}, process.env)`
  const env = { PATH: `${join(root, 'bin')}:/usr/bin:/bin` }
  const node = [process.execPath, '--input-type=module', '-e', program]
  const child = spawn('/usr/bin/env', [...WITHOUT_TAP, ...node], {
    env,
    stdio: ['ignore', 'pipe', 'ignore'],
    detached: true
  })
  let output = ''
  child.stdout.on('data', (text) => {
    output += text
  })
  return { child, output: () => output, exit: once(child, 'exit').then(([code]) => code) }
}

const installs = (root: string) =>
  existsSync(join(root, 'installs')) ? readFileSync(join(root, 'installs'), 'utf8') : ''

t.test('packages are installed once, and again only when the lockfile has changed', async (t) => {
  const root = makeRepository(t)
  t.equal(await install(root).exit, 0)
  t.equal(await install(root).exit, 0)
  t.equal(installs(root), 'started\n')
  writeFileSync(join(root, 'pnpm-lock.yaml'), 'two')
  t.equal(await install(root).exit, 0)
  t.equal(installs(root), 'started\nstarted\n')
})

t.test('two first starts at the same time install once', async (t) => {
  const root = makeRepository(t)
  writeFileSync(join(root, 'hold'), '')
  const first = install(root)
  await until(() => installs(root))
  const second = install(root)
  await until(() => second.output().includes('waiting for it'))
  unlinkSync(join(root, 'hold'))
  t.same(await Promise.all([first.exit, second.exit]), [0, 0])
  t.equal(installs(root), 'started\n')
})

t.test('an install that failed after its record was written is done again', async (t) => {
  const root = makeRepository(t)
  writeFileSync(join(root, 'status'), '1')
  t.equal(await install(root).exit, 1)
  writeFileSync(join(root, 'status'), '0')
  t.equal(await install(root).exit, 0)
  t.equal(installs(root), 'started\nstarted\n')
})

t.test('Ctrl-C ends the installer too', async (t) => {
  const root = makeRepository(t)
  writeFileSync(join(root, 'hold'), '')
  const stopped = install(root)
  await until(() => installs(root))
  stopped.child.kill('SIGINT')
  t.not(await stopped.exit, 0)
  t.notOk(existsSync(join(root, 'node_modules/.pnpm')), 'it did not go on')
})
