import t from 'tap'
import { forgetHandOffs } from '../../src/hand-off/forget-hand-offs.ts'
import { DAY, MINUTE } from '../fixtures/clock.ts'
import { openMessages } from '../fixtures/messages.ts'
import { newNumber, signedInUser } from '../fixtures/people.ts'
import { isRefused } from '../fixtures/replies.ts'
import { startIdentity } from '../fixtures/start-identity.ts'
import { until } from '../fixtures/until.ts'

const identity = await startIdentity(t)
const messages = openMessages(t, identity)
const send = 'send-phone-verification'

const handOffs = async () => {
  const rows = await identity.query<{ kind: string }>('select kind from identity.hand_offs order by created_at, id')
  return rows.map(({ kind }) => kind)
}

t.test('a refused send hands nothing over', async (t) => {
  const person = await signedInUser(identity)
  const phone_number = newNumber()
  await person.post(send, { phone_number })
  const before = await handOffs()
  isRefused(t, await person.post(send, { phone_number }), 'rate_limited')
  isRefused(t, await person.post(send, { phone_number: '+18005551234' }), 'number_type_not_allowed')
  t.same(await handOffs(), before)
  t.equal((await identity.query('select 1 from identity.sms_messages')).length, before.length)
})

t.test('a send whose commit fails hands nothing over', async (t) => {
  const person = await signedInUser(identity)
  const before = await handOffs()
  await identity.query(`create function identity.refuse() returns trigger language plpgsql as
    $$ begin raise exception 'no' using errcode = '57014'; end $$`)
  await identity.query(`create constraint trigger refuse after insert on identity.sms_messages
    deferrable initially deferred for each row execute function identity.refuse()`)
  isRefused(t, await person.post(send, { phone_number: newNumber() }), 'unavailable')
  await identity.query('drop trigger refuse on identity.sms_messages')
  t.same(await handOffs(), before)
  t.same((await person.get('phone-verification')).json(), { verification: null })
  t.equal((await person.post(send, { phone_number: newNumber() })).statusCode, 200, 'and counted for no limit')
})

t.test('a phone that is taken is told to nobody else', async (t) => {
  const phone_number = newNumber()
  const [owner, other] = [await signedInUser(identity), await signedInUser(identity)]
  await owner.post(send, { phone_number })
  await owner.post('verify-phone', { code: await messages.codeOf(owner) })
  identity.clock.advance(MINUTE)
  await other.post(send, { phone_number })
  const code = await messages.codeOf(other)
  const before = await handOffs()
  isRefused(t, await other.post('verify-phone', { code }), 'phone_taken')
  t.same(await handOffs(), before, 'no outcome is reported')
})

t.test('hand-offs are forgotten a day after the queue had them', async (t) => {
  await until('all', async () => {
    const waiting = await identity.query('select 1 from identity.hand_offs where handed_over_at is null')
    return waiting.length === 0
  })
  await forgetHandOffs(identity.deps, identity.orm.em.fork())
  t.ok((await handOffs()).length > 0)
  identity.clock.advance(DAY + MINUTE)
  await forgetHandOffs(identity.deps, identity.orm.em.fork())
  t.same(await handOffs(), [])
})
