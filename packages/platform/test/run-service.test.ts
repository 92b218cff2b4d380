import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import t from 'tap'
import { until } from './fixtures/queues.ts'

function start(fixture: string) {
  const program = join(import.meta.dirname, `fixtures/${fixture}.ts`)
  const child = spawn('env', ['-u', 'NODE_OPTIONS', process.execPath, program], {
    stdio: ['ignore', 'pipe', 'inherit']
  })
  let said = ''
  child.stdout.on('data', (text) => {
    said += text
  })
  const exited = once(child, 'exit')
  return {
    child,
    says: (words: string) => until(`it says ${words}`, () => said.includes(words)),
    ended: async () => {
      const [code] = await exited
      return { code, last: JSON.parse(said.trim().split('\n').at(-1) ?? '') }
    }
  }
}

t.test('a service that cannot end in ten seconds ends all the same, and says what held it up', async (t) => {
  const { child, says, ended } = start('endless')
  await says('"started"')
  child.kill('SIGTERM')
  const { code, last } = await ended()
  t.equal(code, 1)
  t.match(last, { level: 50, parts: ['relay'], msg: 'did not end in ten seconds' })
})

t.test('whoever asks twice, or sits at a terminal, does not wait until gateways have noticed', async (t) => {
  const twice = start('leaving')
  await twice.says('"started"')
  twice.child.kill('SIGTERM')
  await twice.says('"seconds":3600')
  twice.child.kill('SIGTERM')
  t.equal((await twice.ended()).code, 0)

  const once = start('leaving')
  await once.says('"started"')
  once.child.kill('SIGINT')
  t.match(await once.ended(), { code: 0, last: { msg: /Server listening|started/ } })
})
