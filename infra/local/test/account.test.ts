import { chmodSync, chownSync, mkdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { processesOf } from './fixtures/processes.ts'
import { makePlace, START, startStack } from './fixtures/stack.ts'

const NOBODY = 65_534
const isRoot = process.getuid?.() === 0
const skip = isRoot ? false : 'only root can be both'

const isOpen = (path: string): boolean =>
  (statSync(path).mode & 0o001) === 0o001 && (path === '/' || isOpen(join(path, '..')))

t.test(
  'as an ordinary user',
  { skip: skip || (!isOpen(join(START, '..')) && 'it may not read this checkout') },
  async (t) => {
    const place = await makePlace(t)
    chownSync(place.folder, NOBODY, NOBODY)
    const stack = startStack(t, place, {
      command: ['setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups']
    })
    await stack.ready()
    t.equal(statSync(join(place.folder, 'data/postgres-18')).uid, NOBODY)
    t.equal(statSync(join(place.folder, 'data')).mode & 0o777, 0o700)
    stack.interrupt()
    t.equal(await stack.exit(0), 0)
    t.same(processesOf(place.folder), [])

    const asRoot = startStack(t, place)
    await asRoot.ready()
    t.pass('root then runs the same database as the user that owns it')
  }
)

t.test('as root below a folder that only root may enter', { skip }, async (t) => {
  const place = await makePlace(t)
  chmodSync(place.folder, 0o700)
  for (const run of ['the first', 'the second']) {
    const stack = startStack(t, place)
    await stack.ready()
    t.not(statSync(join(place.folder, 'data/postgres-18')).uid, 0, "the database is not root's")
    stack.interrupt()
    t.equal(await stack.exit(0), 0, run)
  }
  t.same(processesOf(place.folder), [])
})

t.test('a data folder that may not be written is refused in a sentence', { skip }, async (t) => {
  const place = await makePlace(t)
  mkdirSync(join(place.folder, 'data'))
  const stack = startStack(t, place, {
    command: ['setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups']
  })
  t.equal(await stack.exit(1), 1)
  t.match(stack.output(), 'the data folder cannot be used (DATA_DIR)')
})
