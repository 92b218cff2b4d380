import t from 'tap'
import { BACKENDS } from './fixtures/backends.ts'
import { startStack } from './fixtures/start-stack.ts'
import { timeArrivals } from './flow/arrivals.ts'
import { keepNumberToOneAccount, lockAfterFiveTries, proveNumber, resend } from './flow/codes.ts'
import { followTheGuide } from './flow/guide.ts'
import { writeInTheReadersLanguage } from './flow/languages.ts'
import { offerPages } from './flow/pages.ts'
import { countParallelGuesses, registerOnce, verifyOnce } from './flow/races.ts'

const WITHOUT_LIMITS = { RATE_LIMITS: 'off' }

for (const backend of BACKENDS) {
  t.test(`the flow with ${backend.name}`, { skip: backend.missing }, async (t) => {
    const stack = await startStack(t, backend, { identities: [{}, WITHOUT_LIMITS] })
    const [{ version } = { version: '' }] = await stack.query<{ version: string }>('select version()')
    t.comment(`${stack.queueUrl.split(':')[0]} as queue, ${version.split(' on ')[0]}`)

    t.test("the guide's commands give the guide's messages, again and again", (t) => followTheGuide(t, stack))
    t.test('a code arrives, verifies its number once, and both services know', (t) => proveNumber(t, stack))
    t.test('people find the API page and the inbox', (t) => offerPages(t, stack))
    t.test('every message arrives, and once', (t) => timeArrivals(t, stack))
    t.test('five wrong tries lock a code', (t) => lockAfterFiveTries(t, stack))
    t.test('a resend waits a minute and carries the same code', (t) => resend(t, stack))
    t.test('a number belongs to one account, which only its holder learns', (t) => keepNumberToOneAccount(t, stack))
    t.test('a message is one segment in the language asked for', (t) => writeInTheReadersLanguage(t, stack))
    t.test('of a hundred guesses at once five are counted', (t) => countParallelGuesses(t, stack))
    t.test('of twenty registrations of one address one succeeds', (t) => registerOnce(t, stack))
    t.test('of ten right answers at once one succeeds', (t) => verifyOnce(t, stack))
  })
}
