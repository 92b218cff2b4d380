import t from 'tap'
import { login, newAddress, PASSWORD } from '../fixtures/people.ts'
import { isRefused } from '../fixtures/replies.ts'
import { startIdentity } from '../fixtures/start-identity.ts'
import { idToken } from './fixtures/id-tokens.ts'
import { mockProvider } from './fixtures/mock-provider.ts'
import { googleAt } from './fixtures/settings.ts'
import { signInWith } from './fixtures/sign-in.ts'

const provider = await mockProvider(t)
const identity = await startIdentity(t, { env: googleAt(provider.issuer), relay: false })

t.test('an account that Google made has no password, and nobody signs in to it with one', async (t) => {
  const { email } = (await signInWith(identity, { id_token: await idToken(identity, provider) })).json().user
  for (const password of ['', 'null', PASSWORD]) {
    const answer = await login(identity, email, password)
    t.ok([400, 401].includes(answer.statusCode), password)
  }
  isRefused(t, await login(identity, email), 'invalid_credentials')
})

t.test('accounts that a provider makes count as registrations of their address', async (t) => {
  const remoteAddress = newAddress()
  const signIn = async () => signInWith(identity, { id_token: await idToken(identity, provider) }, { remoteAddress })
  const answers = await Promise.all(Array.from({ length: 61 }, signIn))
  t.equal(answers.filter(({ statusCode }) => statusCode === 200).length, 60)
  t.ok(answers.find(({ statusCode }) => statusCode === 429)?.headers['retry-after'])
})
