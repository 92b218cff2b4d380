import t from 'tap'
import { answerResetRequests } from '../../src/passwords/answer-reset-requests.ts'
import { MINUTE } from '../fixtures/clock.ts'
import type { Person } from '../fixtures/people.ts'
import { signedInUser } from '../fixtures/people.ts'
import { answered, forgot } from '../fixtures/resets.ts'
import type { Identity } from '../fixtures/start-identity.ts'
import { startIdentity } from '../fixtures/start-identity.ts'
import { until } from '../fixtures/until.ts'

const options = { relay: false, env: { RATE_LIMITS: 'off' } }
const identity = await startIdentity(t, options)

const answer = (process: Identity) => answerResetRequests(process.deps, () => process.orm.em.fork())
const waiting = async () => (await identity.query('select 1 from identity.password_reset_requests')).length

async function codesOf(person: Person) {
  const [row] = await identity.query<{ n: number }>(
    `select count(*)::int as n from identity.sms_messages m join identity.phone_verifications v on v.id = m.verification_id
     where v.user_id = ? and v.purpose = 'password_reset'`,
    [person.id]
  )
  return row?.n
}

/** Somebody with a verified test number who asked for a reset. */
async function somebodyWhoAsked(): Promise<Person> {
  const person = await signedInUser(identity)
  await person.post('send-phone-verification', { phone_number: '+1234567890' })
  await person.post('verify-phone', { code: '123456' })
  await forgot(identity, person.email)
  return person
}

async function peopleWhoAsked(count: number): Promise<Person[]> {
  const people: Person[] = []
  while (people.length < count) people.push(await somebodyWhoAsked())
  return people
}

/** Makes every code for this person fail to be written, with PostgreSQL's code. */
async function poison(person: Person, code: string) {
  await identity.query(`create function identity.refuse() returns trigger language plpgsql as
    $$ begin if new.user_id = '${person.id}' then raise exception 'no' using errcode = '${code}'; end if; return new; end $$`)
  await identity.query(`create trigger refuse before insert on identity.phone_verifications
    for each row execute function identity.refuse()`)
  return () => identity.query('drop function identity.refuse() cascade')
}

t.test('processes share what waits: each request is answered once', async (t) => {
  const people = await peopleWhoAsked(25)
  t.equal(await waiting(), 25)
  const processes = [identity, await startIdentity(t, { ...options, beside: identity })]
  while ((await Promise.all([...processes, ...processes].map(answer))).some(({ more }) => more));
  await until('all', async () => (await Promise.all(processes.map(answer))) && (await waiting()) === 0)
  t.same(await Promise.all(people.map(codesOf)), Array(25).fill(1))
})

t.test('a request that was noted by a process that died is answered by another', async (t) => {
  const person = await somebodyWhoAsked()
  await startIdentity(t, { ...options, relay: true, beside: identity })
  await answered(identity, person.email)
  t.equal(await codesOf(person), 1)
})

t.test('one that cannot be answered now holds up no other, and is answered later', async (t) => {
  const [stuck, others] = [await somebodyWhoAsked(), await peopleWhoAsked(3)]
  const heal = await poison(stuck, '57014')
  await t.rejects(answer(identity))
  t.same(await Promise.all(others.map(codesOf)), [1, 1, 1])
  t.equal(await waiting(), 1)
  await heal()
  t.same(await answer(identity), { more: false })
  t.equal(await codesOf(stuck), 1)
  t.equal(await waiting(), 0)
})

t.test('one that can never be answered is dropped, and holds up no other', async (t) => {
  const [broken, others] = [await somebodyWhoAsked(), await peopleWhoAsked(3)]
  const heal = await poison(broken, 'P0001')
  t.same(await answer(identity), { more: false })
  t.same(await Promise.all(others.map(codesOf)), [1, 1, 1])
  t.equal(await codesOf(broken), 0)
  t.equal(await waiting(), 0)
  await heal()
})

t.test('one that waited for more than ten minutes is dropped', async (t) => {
  const late = await somebodyWhoAsked()
  identity.clock.advance(10 * MINUTE)
  const inTime = await somebodyWhoAsked()
  identity.clock.advance(1)
  await answer(identity)
  t.equal(await waiting(), 0)
  t.same([await codesOf(late), await codesOf(inTime)], [0, 1])
})

t.test('an erasure does not wait for a request that is being answered, and leaves nothing of it', async (t) => {
  const person = await somebodyWhoAsked()
  await identity.orm.em.fork().transactional(async (em) => {
    await em.execute('select 1 from identity.password_reset_requests where email = ? for update', [person.email])
    t.equal((await person.delete('account')).statusCode, 200)
  })
  await answer(identity)
  t.equal(await waiting(), 0)
})
