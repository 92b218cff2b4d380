import t from 'tap'
import { failureWords } from '../suite/failures.ts'

const OUTPUT = `TAP version 14
# Subtest: a.test.ts
    # Subtest: outer
        not ok 1 - should be equal
          ---
          at:
            fileName: a.test.ts
            lineNumber: 3
          diff: |
            --- expected
            +++ actual
          ...
        ok 2 - fine
        not ok 3 - not yet # TODO
        1..3
    not ok 1 - outer # time=5ms
    not ok 2 - buffered # time=1ms {
        not ok 1 - never came true: it is there
        1..1
    }
    1..2
not ok 1 - a.test.ts # time=55ms
not ok 2 - b.test.ts # time=600000ms
  ---
  message: timeout!
  ...
1..2
`

t.test('what failed is told once, with its place and difference', async (t) => {
  const words = failureWords(OUTPUT)
  const places = words.split('\n').filter((line) => /^ {2}\S/.test(line))
  t.same(places, [
    '  a.test.ts > outer > should be equal',
    '  a.test.ts > buffered > never came true: it is there',
    '  b.test.ts'
  ])
  t.match(words, '    a.test.ts:3\n    --- expected\n    +++ actual\n')
  t.match(words, '    timeout!\n')
})

t.test('of a run in which nothing failed nothing is said', async (t) => {
  t.equal(failureWords('TAP version 14\nok 1 - a.test.ts\n1..1\n'), '')
})
