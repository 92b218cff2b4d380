import t from 'tap'
import type { Look } from '../src/queue/idle-or-stuck.ts'
import { idleOrStuck } from '../src/queue/idle-or-stuck.ts'

const WAITING: Look = { oldest: 'a', begun: 3, hasFreeHands: true }
const judged = (looks: Look[]) => looks.map(idleOrStuck()).at(-1)
const times = (count: number, look: Look) => Array.from({ length: count }, () => look)

t.test('a worker that lets the same job wait, with free hands, is suspected and then stuck', async (t) => {
  t.equal(judged(times(3, WAITING)), 'fine')
  t.equal(judged(times(4, WAITING)), 'suspect')
  t.equal(judged(times(7, WAITING)), 'stuck')
  t.equal(judged(times(8, WAITING)), 'suspect', 'the next one has as long')
  t.equal(judged(times(13, WAITING)), 'stuck')
})

t.test(
  'a worker is fine that has nothing to do, has begun a job, has its hands full, or whose jobs others take',
  async (t) => {
    t.equal(judged(times(20, { ...WAITING, oldest: undefined })), 'fine')
    t.equal(judged(times(20, { ...WAITING, hasFreeHands: false })), 'fine')
    t.equal(judged([...times(6, WAITING), { ...WAITING, begun: 4 }]), 'fine')
    t.equal(judged([...times(6, WAITING), { ...WAITING, oldest: 'b' }]), 'fine')
  }
)
