import { execFile } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import t from 'tap'
import { ROOT } from '../fixtures/run-process.ts'
import { ruleQueries } from './metric-names.ts'
import { MISSING, PROMTOOL } from './program.ts'
import { PROMETHEUS_FOLDER, readRules } from './scaled-rules.ts'

const run = promisify(execFile)
const tool = (...args: string[]) => run(PROMTOOL, args, { cwd: PROMETHEUS_FOLDER }).then(({ stdout }) => stdout)
const alerts = ruleQueries().map(({ where }) => where)
const read = (file: string) => readFile(file, 'utf8')

t.test(
  'the rules are what Prometheus takes, and each fires under its condition alone',
  { skip: MISSING },
  async (t) => {
    t.match(await tool('check', 'config', 'prometheus.yml'), `${alerts.length} rules found`)
    t.match(await tool('test', 'rules', 'rules.test.yml'), 'SUCCESS')
  }
)

t.test('each alert is tested, is drilled, and leads to what to do', async (t) => {
  const tests = await read(join(PROMETHEUS_FOLDER, 'rules.test.yml'))
  const runbook = await read(join(ROOT, 'docs/operations.md'))
  const files = (await readdir(import.meta.dirname)).filter((file) => file.endsWith('.test.ts'))
  const drills = (await Promise.all(files.map((file) => read(join(import.meta.dirname, file))))).join('\n')
  for (const alert of alerts) {
    t.match(tests, `name: ${alert} fires`)
    t.match(tests, `name: ${alert} is silent`)
    t.match(drills, `fires('${alert.replace('Gatehouse', '')}')`)
    t.match(runbook, `### ${alert}\n`)
    t.match(readRules(), `runbook_url: docs/operations.md#${alert.toLowerCase()}\n`)
  }
  t.equal(runbook.match(/^### Gatehouse/gm)?.length, alerts.length, 'and no other has a section')
})
