import t from 'tap'
import { POSTGRES } from './fixtures/backends.ts'
import { call, PASSWORD, signedIn } from './fixtures/people.ts'
import { startProxy } from './fixtures/proxy.ts'
import { startStack } from './fixtures/start-stack.ts'
import { until } from './fixtures/until.ts'

// More than the pool has, so that each of its connections is used.
const PEOPLE = 12

/** As after a primary that lost its power, or a firewall that forgot: nobody says that the connections are dead. */
t.test(
  'connections to the database that fall silent are given up, and new ones are opened',
  { skip: POSTGRES.missing },
  async (t) => {
    const database = await startProxy(t, POSTGRES.serverUrl)
    const { identity } = await startStack(t, { ...POSTGRES, serverUrl: database.url })
    const { email } = await signedIn(identity)
    const signIn = async () => (await call(identity, 'POST', 'login', { email, password: PASSWORD })).status
    const allSignIn = () => Promise.all(Array.from({ length: PEOPLE }, signIn))
    const isWell = async () => (await allSignIn()).every((status) => status === 200)
    t.ok(await isWell())
    database.silence()
    // All the time as many as there are connections, so that none of them is closed for having nothing to do.
    await until('everybody signs in again', isWell)
    await until('it is ready', async () => (await identity.health('/readyz')).status === 200)
  }
)
