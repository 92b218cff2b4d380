import { spawn } from 'node:child_process'
import { once } from 'node:events'
import t from 'tap'

// Lines that are still to be written when the process ends, to a reader that is gone.
const PROGRAM = `import { createLog } from '${import.meta.dirname}/../src/log.ts'
  const log = createLog({ name: 'x', level: 'info', pretty: false })
  log.info('begun')
  process.once('SIGTERM', () => {
    for (let line = 0; line < 100; line++) log.info('last words')
    process.exit(0)
  })
  setInterval(() => {}, 1000)`

t.test('a process whose log nobody reads any more ends all the same', async (t) => {
  const child = spawn(process.execPath, ['--input-type=module', '-e', PROGRAM], {
    stdio: ['ignore', 'pipe', 'inherit']
  })
  t.teardown(() => child.kill('SIGKILL'))
  await once(child.stdout, 'data')
  child.stdout.destroy()
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  t.same(await ended, [0, null])
})
