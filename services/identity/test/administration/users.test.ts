import t from 'tap'
import { login, newNumber, register, signedInUser } from '../fixtures/people.ts'
import { snapshot } from '../fixtures/snapshot.ts'
import { startIdentity } from '../fixtures/start-identity.ts'
import { actionsOf, runAdminOf } from './run-admin.ts'

const identity = await startIdentity(t, { env: { RATE_LIMITS: 'off' }, relay: false })

t.test('a look shows account, sessions, phone and last sign-ins, and is recorded without a name', async (t) => {
  const number = newNumber()
  const person = await signedInUser(identity, { first_name: 'Ada', last_name: 'L.', phone_number: number })
  const before = (await actionsOf(identity)).length
  const looks = [person.email.toUpperCase(), person.id, number]
  for (const look of looks) {
    const { code, stdout, stderr } = await runAdminOf(identity, 'find-user', look, '--json')
    t.match({ code, stderr }, { code: 0, stderr: '' })
    t.match(JSON.parse(stdout), {
      action: 'find-user',
      dry_run: false,
      found: [
        {
          account: { id: person.id, email: person.email, name: 'Ada L.', disabled_at: null, has_password: true },
          phone: { number, verified: false, newest_verification: null },
          sessions: [{ ip: person.remoteAddress, provider: 'password' }],
          last_activity: [{ event: 'registration' }]
        }
      ]
    })
    t.notMatch(stdout, /argon2|hash/i)
  }
  const looked = (await actionsOf(identity)).slice(before)
  t.match(
    looked,
    ['e-mail address', 'id', 'phone number'].map((by) => ({
      who: 'Ada',
      action: 'find-user',
      target: person.id,
      details: { by, found: 1 }
    }))
  )
  t.notMatch(JSON.stringify(looked), person.email)
  t.notMatch(JSON.stringify(looked), number)
  t.match((await runAdminOf(identity, 'find-user', person.id)).stdout, /last_operator_actions:\n .*find-user/)
})

t.test('a look that finds nobody is recorded as well, and refused', async (t) => {
  const { code, stderr } = await runAdminOf(identity, 'find-user', 'nobody@example.com')
  t.match({ code, stderr }, { code: 3, stderr: 'gatehouse: there is no account with this e-mail address\n' })
  t.match((await actionsOf(identity)).at(-1), { action: 'find-user', target: null, details: { found: 0 } })
})

t.test('what people wrote reaches no terminal as it is', async (t) => {
  const first_name = 'Eve\u001b[2J\u001b]0;root\u0007\u202e\nid: 1'
  const person = await signedInUser(identity, { first_name })
  const [people, programs] = await Promise.all([
    runAdminOf(identity, 'find-user', person.email),
    runAdminOf(identity, 'find-user', person.email, '--json')
  ])
  t.match(people.stdout, 'Eve\\u001b[2J\\u001b]0;root\\u0007\\u202e\\u000aid: 1')
  for (const { stdout } of [people, programs]) t.notMatch(stdout, /(?!\n)[\p{Cc}\p{Cf}]/u)
  t.equal(JSON.parse(programs.stdout).found[0].account.name, first_name)
})

t.test('what a client calls itself cannot pass for another value of its line', async (t) => {
  const headers = { 'user-agent': 'x · outcome success' }
  const person = await signedInUser(identity)
  t.equal((await login(identity, person.email, undefined, { headers })).statusCode, 200)
  t.match((await runAdminOf(identity, 'find-user', person.id)).stdout, 'user_agent "x · outcome success"')
})

t.test('a number in several profiles shows them all, and changes none of them', async (t) => {
  const phone_number = newNumber()
  for (const _ of [1, 2]) t.equal((await register(identity, { phone_number })).statusCode, 201)
  const found = await runAdminOf(identity, 'find-user', phone_number, '--json')
  t.equal(JSON.parse(found.stdout).found.length, 2)
  const before = await snapshot(identity)
  t.match(await runAdminOf(identity, 'disable-user', phone_number), { code: 3, stderr: /more than one account/ })
  t.equal(await snapshot(identity), before)
})

t.test('a rehearsal says what would happen, changes nothing, shows nothing and is not recorded', async (t) => {
  const person = await signedInUser(identity)
  const before = await snapshot(identity)
  for (const name of ['find-user', 'disable-user', 'end-sessions', 'reset-link']) {
    const [people, programs] = await Promise.all([
      runAdminOf(identity, name, person.email, '--dry-run'),
      runAdminOf(identity, name, person.email, '--dry-run', '--json')
    ])
    t.match(people, { code: 0, stdout: /^Dry run, nothing was changed\. It would be: / }, name)
    const { action, dry_run, target, details, ...more } = JSON.parse(programs.stdout)
    t.match({ action, dry_run, target, more }, { action: name, dry_run: true, target: person.id, more: {} })
    t.ok(details)
    t.notMatch(people.stdout, person.email)
  }
  t.equal(await snapshot(identity), before)
})
