import { join } from 'node:path'
import t from 'tap'
import { missing } from '../suite/missing.ts'
import { keepTotals, readTotals, summary, sumTotals } from '../suite/totals.ts'

t.test("the totals are those of tap's last line, not of a line that a test printed", async (t) => {
  const output =
    'ok 1 - a\n# { total: 1, pass: 1 }\n# No coverage\n# { total: 7, pass: 3, fail: 1, todo: 1, skip: 2 }\n'
  const totals = readTotals(output)
  t.same(totals, { total: 7, passed: 3, failed: 1, skipped: 3 })
  t.equal(totals && summary(totals), '3 passed, 1 failed, 3 skipped')
})

t.test('a clean run says so in the shortest way', async (t) => {
  const totals = readTotals('# { total: 2, pass: 2 }\n')
  t.equal(totals && summary(totals), '2 passed, 0 failed')
})

t.test('a run that was cut off has no totals', async (t) => {
  t.equal(readTotals('ok 1 - a\n'), undefined)
})

t.test('what the machine lacks is named, with how to install it', async (t) => {
  const TEST_DATABASE_URL = 'postgres://'
  const path = t.testdir({ prometheus: '', promtool: '', chromium: '', caddy: '', pgbouncer: '' })
  const all = { TEST_DATABASE_URL, TEST_DATABASE_URL_15: 'postgres://', TEST_REDIS_URL: 'redis://' }
  t.equal(missing(all, path, join(path, 'chromium')), '')
  const text = missing({ TEST_DATABASE_URL }, '', join(path, 'none'))
  t.match(text, 'apt-get install redis-server')
  t.match(text, 'apt-get install postgresql-15')
  t.match(text, 'apt-get install chromium')
  t.match(text, 'apt-get install caddy')
})

t.test('the totals of several suites are added up, and one that came to no end counts as a failure', async (t) => {
  const file = join(t.testdir(), 'totals.jsonl')
  t.same(sumTotals(file), { total: 0, passed: 0, failed: 0, skipped: 0 }, 'nothing ran')
  keepTotals(undefined, { total: 9, passed: 9, failed: 0, skipped: 0 })
  keepTotals(file, { total: 7, passed: 3, failed: 1, skipped: 3 })
  keepTotals(file, { total: 0, passed: 0, failed: 1, skipped: 0 })
  t.equal(summary(sumTotals(file)), '3 passed, 2 failed, 3 skipped')
})
