import { SMS_FAILURES, SMS_STATUSES } from '@gatehouse/contracts'
import t from 'tap'
import {
  attemptsRemaining,
  FAILURE_SENTENCES,
  isReusable,
  statusOf
} from '../../src/phone-verification/verification.ts'

const now = new Date('2026-06-01T12:00:00Z')
const inMinutes = (minutes: number) => new Date(now.getTime() + minutes * 60_000)
const open = { failedAttempts: 0, expiresAt: inMinutes(10) }

t.test('a code is sent again while it has three minutes and a try left', (t) => {
  t.equal(isReusable(open, now), true)
  t.equal(isReusable({ ...open, expiresAt: inMinutes(3) }, now), true)
  t.equal(isReusable({ ...open, expiresAt: new Date(inMinutes(3).getTime() - 1) }, now), false)
  t.equal(isReusable({ ...open, failedAttempts: 4 }, now), true)
  t.equal(isReusable({ ...open, failedAttempts: 5 }, now), false)
  t.end()
})

t.test('there are never fewer than no tries left', (t) => {
  t.same(
    [0, 1, 4, 5, 6].map((failedAttempts) => attemptsRemaining({ ...open, failedAttempts })),
    [5, 4, 1, 0, 0]
  )
  t.end()
})

t.test('the life of the code is told before the fate of the message', (t) => {
  for (const message of SMS_STATUSES) {
    t.equal(statusOf(open, message, now), message)
    t.equal(statusOf({ ...open, failedAttempts: 5 }, message, now), 'locked')
    t.equal(statusOf({ ...open, expiresAt: now }, message, now), 'expired')
    t.equal(statusOf({ ...open, cancelledAt: now, failedAttempts: 5 }, message, now), 'cancelled')
    t.equal(statusOf({ ...open, verifiedAt: now, expiresAt: now }, message, now), 'verified')
  }
  t.end()
})

t.test('every failure has a sentence that says what to do', (t) => {
  for (const failure of SMS_FAILURES) t.match(FAILURE_SENTENCES[failure], /^[A-Z].+\. .+\.$|^[A-Z].+\.$/)
  t.end()
})
