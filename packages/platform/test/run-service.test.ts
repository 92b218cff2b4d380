import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import t from 'tap'
import { until } from './fixtures/queues.ts'

t.test('a service that cannot end in ten seconds ends all the same, and says what held it up', async (t) => {
  const child = spawn('env', ['-u', 'NODE_OPTIONS', process.execPath, join(import.meta.dirname, 'fixtures/endless.ts')])
  let said = ''
  child.stdout.on('data', (text) => {
    said += text
  })
  const exited = once(child, 'exit')
  await until('it runs', () => said.includes('"started"'))
  child.kill('SIGTERM')
  const [code] = await exited
  t.equal(code, 1)
  const last = JSON.parse(said.trim().split('\n').at(-1) ?? '')
  t.match(last, { level: 50, parts: ['relay'], msg: 'did not end in ten seconds' })
})
