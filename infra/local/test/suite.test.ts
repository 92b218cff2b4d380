import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, symlinkSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Test } from 'tap'
import t from 'tap'
import { processesOf } from './fixtures/processes.ts'
import { WITHOUT_TAP } from './fixtures/stack.ts'
import { until } from './fixtures/until.ts'

const RUN = join(import.meta.dirname, 'fixtures/run-suite-in.ts')
const NODE_MODULES = resolve(import.meta.dirname, '../../../node_modules')

const HEAD = `import { writeFileSync } from 'node:fs'
import t from 'tap'
const { TEST_DATABASE_URL, TEST_REDIS_URL } = process.env
`

function makeWorkspace(t: Test, body: string) {
  const root = t.testdir({
    '.taprc': 'type-strip-only: true\ndisable-coverage: true\ninclude: [test/*.test.ts]\n',
    'package.json': '{ "type": "module" }',
    test: { 'a.test.ts': HEAD + body },
    tmp: {}
  })
  symlinkSync(NODE_MODULES, join(root, 'node_modules'))
  return root
}

function runSuite(root: string, settings: Record<string, string> = {}) {
  const env = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', TMPDIR: join(root, 'tmp'), ...settings }
  const child = spawn('/usr/bin/env', [...WITHOUT_TAP, process.execPath, RUN, root], {
    env,
    stdio: ['ignore', 'pipe', 'inherit']
  })
  let output = ''
  child.stdout.on('data', (text) => {
    output += text
  })
  return { child, output: () => output, exit: once(child, 'close').then(([code]) => code) }
}

const leftIn = (root: string) => [...readdirSync(join(root, 'tmp')), ...processesOf(join(root, 'tmp'))]

t.test('the last line holds the true totals, and a failure is a failure', async (t) => {
  const root = makeWorkspace(
    t,
    `t.ok(TEST_DATABASE_URL?.startsWith('postgres://'))
    t.equal(1, 2)
    t.test('later', { skip: 'not now' }, async () => {})`
  )
  const suite = runSuite(root)
  t.equal(await suite.exit, 1)
  t.equal(suite.output().trim().split('\n').at(-1), '1 passed, 1 failed, 1 skipped')
  t.same(leftIn(root), [])
})

t.test('what the machine lacks is said at the start and at the end; in CI it is a failure', async (t) => {
  const root = makeWorkspace(t, 't.equal(TEST_REDIS_URL, undefined)')
  const lacking = { PATH: join(root, 'tmp'), TEST_POSTGRES15_BIN: '/nowhere' }
  const strict = runSuite(root, { ...lacking, GATEHOUSE_REQUIRE_ALL: '1' })
  t.equal(await strict.exit, 1)
  t.match(strict.output(), 'nothing may be left out here')
  t.same(leftIn(root), [])
})

for (const signal of ['SIGINT', 'SIGKILL'] as const) {
  t.test(`after ${signal} nothing is left, neither a server nor a test nor a file`, async (t) => {
    const root = makeWorkspace(
      t,
      `writeFileSync('started', TEST_DATABASE_URL)
      await new Promise(() => setInterval(() => {}, 1000))`
    )
    const suite = runSuite(root)
    const started = join(root, 'started')
    await until(() => existsSync(started) && readFileSync(started, 'utf8'))
    suite.child.kill(signal)
    await suite.exit
    await until(() => leftIn(root).length === 0)
    t.notMatch(suite.output(), 'passed')
  })
}
