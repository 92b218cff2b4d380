import t from 'tap'
import { nextWait } from '../start/back-off.ts'

t.equal(nextWait(0, 0), 500, 'the first death is answered soon')
t.equal(nextWait(500, 100), 1000, 'each early death doubles the wait')
t.equal(nextWait(8000, 100), 10_000, 'up to ten seconds')
t.equal(nextWait(10_000, 60_000), 500, 'a long life begins anew')
