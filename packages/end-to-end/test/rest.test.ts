import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { ACCOUNT, startTwilioServer } from '../providers/twilio-server.ts'
import { POSTGRES, REDIS } from './fixtures/backends.ts'
import type { Stack } from './fixtures/start-stack.ts'
import { startStack } from './fixtures/start-stack.ts'
import type { Secret } from './rest/find-secrets.ts'
import { findSecrets } from './rest/find-secrets.ts'
import { leadALife } from './rest/lead-a-life.ts'
import { whatLiesAtRest } from './rest/what-lies-at-rest.ts'

const REFUSES_US = { kind: 'fail', status: 401, code: '20003' } as const

const settings = (twilioUrl: string) => ({
  LOG_LEVEL: 'trace',
  SMS_PROVIDERS: 'twilio,inbox',
  TWILIO_ACCOUNT_SID: ACCOUNT.accountSid,
  TWILIO_AUTH_TOKEN: ACCOUNT.authToken,
  TWILIO_PHONE_NUMBER: '+15005550006',
  TWILIO_API_BASE_URL: twilioUrl
})

// The bad job lies in the queue as somebody put it there: all that is asked is that nobody repeats it.
const ALLOWED = [
  'a phone number in identity.phone_verifications',
  'a phone number in identity.users',
  'an e-mail address in identity.users'
]
const WHERE_THE_BAD_JOB_LIES = /^the bad job in (bullmq\.\w+|redis )/

// What lies in PostgreSQL 15 is what lies in a newer one: the queue's two homes are what differs.
for (const backend of [POSTGRES, REDIS]) {
  t.test(`nothing secret lies at rest with ${backend.name}`, { skip: backend.missing }, async (t) => {
    const twilio = await startTwilioServer()
    t.teardown(twilio.close)
    twilio.always(REFUSES_US)
    const stack = await startStack(t, backend, { identities: [{}, { RATE_LIMITS: 'off' }], env: settings(twilio.url) })
    const secrets = [...(await leadALife(t, stack, twilio)), ...(await keysOf(stack))]

    const found = findSecrets(await whatLiesAtRest(stack), secrets)
    t.same(
      found.filter((finding) => !WHERE_THE_BAD_JOB_LIES.test(finding)),
      ALLOWED
    )
    t.ok(
      found.some((finding) => WHERE_THE_BAD_JOB_LIES.test(finding)),
      'the queue itself was read'
    )
    t.same(findSecrets([everything(secrets)], secrets), kindsIn(secrets), 'whatever leaked would be found')
    t.same(findSecrets([encoded(secrets)], secrets), kindsIn(secrets), 'however it is encoded')
  })
}

async function keysOf({ folder, databaseUrl }: Stack): Promise<Secret[]> {
  const keys = Object.values(JSON.parse(await readFile(join(folder, 'secrets.json'), 'utf8')) as Record<string, string>)
  const { password } = new URL(databaseUrl)
  return [...keys, ACCOUNT.authToken, ...(password ? [password] : [])].map((text) => ({ what: 'a key', text }))
}

const everything = (secrets: Secret[]) => ({ name: 'x', text: secrets.map(({ text }) => `{"x":"${text}"}`).join() })
const encoded = (secrets: Secret[]) => ({ name: 'x', text: Buffer.from(everything(secrets).text).toString('base64') })
const kindsIn = (secrets: Secret[]) => [...new Set(secrets.map(({ what }) => `${what} in x`))].sort()
