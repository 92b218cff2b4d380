import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { ROOT } from './fixtures/run-process.ts'

// What the version before would miss or could not fulfil. Reading words finds the usual slips, not every one: the proof
// is `npm run chaos -- upgrade`. docs/upgrading.md says how each is done in two releases.
const REFUSED: Record<string, RegExp> = {
  'drops what the version before may use': /\bdrop\s+(table|column|schema|view|function|type)\b/i,
  'renames what the version before uses': /\brename\b/i,
  'forbids null where the version before may write it': /\bset\s+not\s+null\b/i,
  'changes a type under the version before': /\balter\s+column\s+\S+\s+(set\s+data\s+)?type\b/i,
  'adds a column that the version before cannot fill':
    /\badd\s+(?!constraint\b)(?![^,;`']*\bdefault\b)[^,;`']*\bnot\s+null\b/i
}

/** The name of a migration, and why the version before does not mind. */
const EXCEPTIONS: Record<string, string> = {}

const wrongIn = (text: string) =>
  Object.entries(REFUSED).flatMap(([why, words]) => (words.test(withoutComments(text)) ? [why] : []))
const withoutComments = (text: string) => text.replace(/^\s*(\/\/|--).*$|\/\*[\s\S]*?\*\//gm, '')

t.test('a migration leaves the version before all that it uses', async (t) => {
  const migrations = ['identity', 'notification'].flatMap((service) => {
    const folder = join(ROOT, 'services', service, 'src/migrations')
    return readdirSync(folder).map((file) => ({ file, text: readFileSync(join(folder, file), 'utf8') }))
  })
  t.ok(migrations.length > 1)
  for (const { file, text } of migrations) t.same(file in EXCEPTIONS ? [] : wrongIn(text), [], file)
})

t.test('each of the usual slips is found, and what only adds is not', async (t) => {
  const slips = [
    'alter table a.b drop column c',
    'alter table a.b\n  rename column c to d',
    'alter table a.b alter column c set not null',
    'alter table a.b alter column c type bigint',
    'alter table a.b add column d int default 0, add column c int not null',
    'alter table a.b add c int not null'
  ]
  for (const slip of slips) t.equal(wrongIn(slip).length, 1, slip)
  const additions = [
    'create table a.b (c int not null)',
    'alter table a.b add column c int not null default 0, add column d int null',
    'alter table a.b add column c int null; create table a.d (e int not null)',
    '// drop column c comes with the next release'
  ]
  for (const addition of additions) t.same(wrongIn(addition), [], addition)
})
