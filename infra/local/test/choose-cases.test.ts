import { resolve } from 'node:path'
import t from 'tap'
import { chooseCases } from '../chaos/choose-cases.ts'

const FOLDER = resolve(import.meta.dirname, '../../../packages/end-to-end/chaos')

const chosen = (...names: string[]) => chooseCases(FOLDER, names).map((path) => path.slice(FOLDER.length + 1))

t.test('all cases are those that nobody has to name', async (t) => {
  const all = chosen()
  t.ok(all.includes('c02-killed-after-the-call.test.ts'))
  t.ok(all.includes('cluster-master-killed.test.ts'))
  for (const long of ['soak.test.ts', 'upgrade.test.ts']) t.notOk(all.includes(long), long)
})

t.test('a case runs when it is named, by its number or its name', async (t) => {
  t.same(chosen('C2', 'upgrade'), ['c02-killed-after-the-call.test.ts', 'upgrade.test.ts'])
  t.same(chosen('soak'), ['soak.test.ts'])
  t.same(chosen('C0'), [])
})
