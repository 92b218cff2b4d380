import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import t from 'tap'
import { readLock, takeLock, waitForLock } from '../launch/lock.mjs'

const subject = `test ${process.pid}`
const program = `
  const { takeLock } = await import(${JSON.stringify(join(import.meta.dirname, '../launch/lock.mjs'))})
  console.log(Boolean(await takeLock(${JSON.stringify(subject)}, 'held by another')))
  setInterval(() => {}, 1000)
`

t.test('a lock is held by one, says by whom, and a kill -9 gives it free', async (t) => {
  const holder = spawn(process.execPath, ['--input-type=module', '-e', program], {
    env: {},
    stdio: ['ignore', 'pipe', 'inherit']
  })
  t.teardown(() => holder.kill('SIGKILL'))
  const [answer] = await once(holder.stdout, 'data')
  t.equal(`${answer}`, 'true\n')
  t.equal(await takeLock(subject), undefined)
  t.equal(await readLock(subject), 'held by another')

  const freed = waitForLock(subject)
  holder.kill('SIGKILL')
  await freed
  const lock = await takeLock(subject)
  t.ok(lock)
  lock?.release()
  t.equal(await readLock(subject), undefined)
})

t.test('whoever waits is told when it is let go', async (t) => {
  const lock = await takeLock(`${subject} released`)
  const freed = waitForLock(`${subject} released`)
  t.equal(await readLock(`${subject} released`), '')
  lock?.release()
  await freed
})
