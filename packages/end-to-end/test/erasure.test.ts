import { sendJobId } from '@gatehouse/contracts'
import { Redis } from 'ioredis'
import t from 'tap'
import { POSTGRES, REDIS } from './fixtures/backends.ts'
import { codeFor, messagesTo } from './fixtures/inbox.ts'
import { call, newNumber, signedIn } from './fixtures/people.ts'
import type { Stack } from './fixtures/start-stack.ts'
import { startStack } from './fixtures/start-stack.ts'
import { until } from './fixtures/until.ts'
import { findSecrets } from './rest/find-secrets.ts'
import { whatLiesAtRest } from './rest/what-lies-at-rest.ts'

const REDIS_FILES = /^redis|^the logs/

for (const backend of [POSTGRES, REDIS]) {
  t.test(
    `an erased person is nowhere in either service, with ${backend.name}`,
    { skip: backend.missing },
    async (t) => {
      const stack = await startStack(t, backend)
      const number = newNumber()
      const [first_name, city] = ['Wilhelmine-Auguste', 'Ebermannstadt']
      const person = await signedIn(stack.identity, { first_name, city })
      const stays = await signedIn(stack.identity)
      for (const [who, to] of [[person, number] as const, [stays, newNumber()] as const]) {
        t.equal((await who.sendCode(to)).status, 200)
        t.equal((await who.verify(await codeFor(stack.notification, to))).status, 200)
      }
      const [{ id }] = (await stack.query(
        'select m.id from identity.sms_messages m join identity.phone_verifications v on v.id = m.verification_id where v.user_id = $1',
        [person.id]
      )) as [{ id: string }]
      const secrets = [person.email, number.slice(3), first_name, city].map((text) => ({ what: text, text }))
      const found = async () =>
        findSecrets(await whatLiesAtRest(stack), secrets).filter(
          (finding) => !REDIS_FILES.test(finding.split(' in ')[1] ?? '')
        )
      t.ok((await found()).length > 0, 'it is there before, so that the search can find it')

      t.ok(await hasJob(stack, sendJobId(id)))
      const erased = await call(stack.identity, 'DELETE', 'account', undefined, { token: person.token })
      t.match(erased, { status: 200, body: { message: 'Account erased' } })
      const ledger = async () =>
        (
          await stack.query<{ number_ending: string | null }>(
            'select number_ending, provider_message_id from notification.sms_messages where id = $1',
            [id]
          )
        )[0]
      await until('notification forgets', async () => (await ledger())?.number_ending === null)
      t.match(await ledger(), { number_ending: null, provider_message_id: null })
      await until('the inbox forgets', async () => (await messagesTo(stack.notification, number)).length === 0)
      t.same(await found(), [])
      t.notOk(await hasJob(stack, sendJobId(id)), 'the job with the sealed number is gone')
      t.equal((await stays.get('profile')).body.user?.phone_verified, true, 'nobody else is touched')
    }
  )
}

async function hasJob({ query, queueUrl }: Stack, id: string): Promise<boolean> {
  if (!queueUrl.startsWith('redis')) return (await query('select 1 from bullmq.job where id = $1', [id])).length > 0
  const client = new Redis(queueUrl)
  const keys = await client.keys(`*${id}*`)
  client.disconnect()
  return keys.length > 0
}
