import { setTimeout } from 'node:timers/promises'
import t from 'tap'
import { openConnection } from '../../chaos/scene/own-connection.ts'
import { call, newEmail, newNumber, PASSWORD, signedIn } from '../fixtures/people.ts'
import { againUntil } from './again-until.ts'
import { openDrill } from './open-drill.ts'
import { MISSING } from './program.ts'

const AT_ONCE = 140
// Below the time-out of a statement.
const LOCKED_MS = 4500
const BLOCKED_MS = 650

const repeated = <T>(count: number, work: () => Promise<T>) => Promise.all(Array.from({ length: count }, work))

// Each alert takes the time that its condition has to hold, one after the other.
t.setTimeout(240_000)

t.test('alerts on identity fire when it happens', { skip: MISSING }, async (t) => {
  const { stack, identity, prometheus } = await openDrill(t)
  const { fires, ceases } = prometheus
  const person = await signedIn(identity)

  await t.test('LimitsSurge: somebody asks and asks', async () => {
    const number = newNumber()
    await againUntil(fires('LimitsSurge'), async () => {
      await person.sendCode(number)
      await setTimeout(50)
    })
  })

  await t.test('PasswordsOverloaded: more passwords than the cores can compare', async () => {
    const signIn = () => call(identity, 'POST', 'login', { email: newEmail(), password: PASSWORD })
    await againUntil(fires('PasswordsOverloaded'), () => repeated(AT_ONCE, signIn))
  })

  await t.test('SigningKeyOld: the key has been signing for a hundred days', async () => {
    const move = (by: string) =>
      stack.query(`update identity.signing_keys set current_since = current_since ${by} where retired_at is null`)
    await move(`- interval '101 days'`)
    await fires('SigningKeyOld')
    await move(`+ interval '101 days'`)
    await ceases('SigningKeyOld')
  })

  await t.test('PoolExhausted and Slow: every connection waits for a lock', async () => {
    const keeper = await openConnection(stack.databaseUrl)
    t.teardown(keeper.end)
    await againUntil(Promise.all([fires('PoolExhausted'), fires('Slow')]), async () => {
      await keeper.query('begin; lock table identity.sessions in access exclusive mode')
      const asked = repeated(25, () => person.get('profile'))
      await setTimeout(LOCKED_MS)
      await keeper.query('rollback')
      await asked
    })
  })

  await t.test('EventLoopBlocked: the process stands still again and again', async () => {
    await againUntil(fires('EventLoopBlocked'), async () => {
      process.kill(identity.pid(), 'SIGSTOP')
      await setTimeout(BLOCKED_MS)
      process.kill(identity.pid(), 'SIGCONT')
      await setTimeout(BLOCKED_MS / 2)
    })
  })
})
