import t from 'tap'
import { MINUTE } from '../fixtures/clock.ts'
import { openMessages } from '../fixtures/messages.ts'
import { newNumber, signedInUser } from '../fixtures/people.ts'
import { isRefused } from '../fixtures/replies.ts'
import { reset, resetCode, verifiedUser, verifyNumber } from '../fixtures/resets.ts'
import { snapshot } from '../fixtures/snapshot.ts'
import { startIdentity } from '../fixtures/start-identity.ts'
import { actionsOf, runAdminOf } from './run-admin.ts'

const identity = await startIdentity(t, { env: { RATE_LIMITS: 'off' } })
const messages = openMessages(t, identity)
const release = (...args: string[]) => runAdminOf(identity, 'release-phone', ...args)

t.test('who holds a number is shown first, and nothing is changed', async (t) => {
  const holder = await verifiedUser(identity, messages)
  const shown = await release(holder.phone_number)
  t.match(shown, { code: 3, stderr: `give --from ${holder.id}` })
  t.match(shown.stdout, holder.email)
  t.match((await holder.get('profile')).json(), { user: { phone_verified: true } })
  t.match((await actionsOf(identity)).at(-1), { target: holder.id, details: { released: false } })
})

t.test('a recycled number is free for its new owner, and opens the old account no more', async (t) => {
  const holder = await verifiedUser(identity, messages)
  const code = await resetCode(identity, messages, holder)
  t.match(await release(holder.phone_number, '--from', holder.id), { code: 0, stdout: /1 code on the way/ })
  isRefused(t, await reset(identity, { email: holder.email, code, new_password: 'not theirs to set' }), 'invalid_code')
  const { user } = (await holder.get('profile')).json()
  t.match(user, { phone_number: holder.phone_number, phone_verified: false })
  const { activity } = (await holder.get('activity')).json()
  t.ok(
    activity.some(
      ({ event, provider }: { event: string; provider: string }) => `${event} ${provider}` === 'phone_release operator'
    )
  )

  const owner = await signedInUser(identity)
  await verifyNumber(identity, messages, owner, holder.phone_number)
  t.match((await owner.get('profile')).json(), { user: { phone_verified: true, phone_number: holder.phone_number } })
  t.match((await actionsOf(identity)).at(-1), {
    who: 'Ada',
    action: 'release-phone',
    target: holder.id,
    details: { released: true, codes: 1 }
  })
})

t.test('a number is taken only from whoever was shown', async (t) => {
  const [holder, other] = [await verifiedUser(identity, messages), await signedInUser(identity)]
  const before = await snapshot(identity)
  t.match(await release(holder.phone_number, '--from', other.id), { code: 3, stderr: /another account holds/ })
  t.match(await release(newNumber()), { code: 3, stderr: /no account has verified/ })
  t.match(await release('+1234567890'), { code: 3 }, 'a number for tests belongs to nobody')
  t.match(await release('nonsense'), { code: 2 })
  t.match(await release(holder.phone_number, '--from', holder.id, '--dry-run'), { code: 0, stdout: /Dry run/ })
  t.equal(await snapshot(identity), before)
})

t.test('of two who release a number at once, one is told that it is done', async (t) => {
  const holder = await verifiedUser(identity, messages)
  identity.clock.advance(MINUTE)
  const ends = await Promise.all([1, 2].map(() => release(holder.phone_number, '--from', holder.id)))
  t.same(ends.map(({ code }) => code).sort(), [0, 3])
})
