import t from 'tap'
import { newestReplayed, noMarks, withMark } from '../src/database/replica-marks.ts'

const marksAt = (...times: number[]) => times.reduce((marks, at) => withMark(marks, { at, end: at * 10 }), noMarks)

t.test('a replica is as old as the newest mark that it has replayed', async (t) => {
  const marks = marksAt(1, 2, 3)
  t.equal(newestReplayed(marks, 30)?.at, 3)
  t.equal(newestReplayed(marks, 29)?.at, 2)
  t.equal(newestReplayed(marks, 1000)?.at, 3, 'it may be ahead of the last mark')
})

t.test('one that has replayed none of them, or replays nothing, is of no known age', async (t) => {
  t.equal(newestReplayed(marksAt(1, 2), 9), undefined)
  t.equal(newestReplayed(marksAt(1, 2), Number.NEGATIVE_INFINITY), undefined)
  t.equal(newestReplayed(noMarks, 10), undefined)
})

t.test('marks do not pile up', async (t) => {
  const marks = marksAt(...Array.from({ length: 500 }, (_, index) => index))
  t.ok(marks.length <= 60)
  t.equal(newestReplayed(marks, 4990)?.at, 499)
})
