import t from 'tap'
import type { Environment } from './fixtures/run-process.ts'
import { ROOT, runProcess } from './fixtures/run-process.ts'

const EXIT_CONFIGURATION = 78
const SERVICES = ['identity', 'notification'] as const

const forBoth = (look: (service: (typeof SERVICES)[number]) => Promise<void>) => Promise.all(SERVICES.map(look))

async function refused(service: (typeof SERVICES)[number], settings: Environment) {
  const process = runProcess(globalThis.process.execPath, [`${ROOT}/services/${service}/src/main.ts`], settings)
  return { code: await process.exited, output: process.output() }
}

t.test('production with nothing set does not start, and each service names all it needs', async (t) => {
  const needed = {
    identity: ['DATABASE_URL', 'IDENTITY_SECRET', 'MESSAGE_SEALING_KEY'],
    notification: ['DATABASE_URL', 'MESSAGE_SEALING_KEY', 'SMS_PROVIDERS']
  }
  await forBoth(async (service) => {
    const { code, output } = await refused(service, { NODE_ENV: 'production' })
    t.equal(code, EXIT_CONFIGURATION)
    for (const name of needed[service]) t.match(output, new RegExp(`^  - ${name}: must`, 'm'))
  })
})

t.test('beyond loopback a service wants to be told what it is for', async (t) => {
  await forBoth(async (service) => {
    const host = { [`${service.toUpperCase()}_HOST`]: '0.0.0.0', DATABASE_URL: 'postgres://127.0.0.1:1/none' }
    const { code, output } = await refused(service, host)
    t.equal(code, EXIT_CONFIGURATION)
    t.match(output, /NODE_ENV: must be set explicitly/)
  })
})

t.test('whatever is wrong, or unsafe in production, is named at once, and no value is shown', async (t) => {
  const secret = 'kept-to-ourselves'
  const settings = {
    NODE_ENV: 'production',
    DATABASE_URL: `mysql://gatehouse:${secret}@127.0.0.1/none`,
    QUEUE_URL: `http://:${secret}@127.0.0.1`,
    IDENTITY_SECRET: secret,
    MESSAGE_SEALING_KEY: secret,
    OPS_USERS: `desk:operator:${secret}`,
    RATE_LIMITS: 'off',
    TEST_PHONE_CODES: '+1234567890:123456',
    SMS_PROVIDERS: 'twilio,sns,inbox',
    TWILIO_ACCOUNT_SID: secret,
    TWILIO_AUTH_TOKEN: secret,
    AWS_SECRET_ACCESS_KEY: secret
  }
  const named = {
    identity: [
      'DATABASE_URL',
      'QUEUE_URL',
      'IDENTITY_SECRET',
      'MESSAGE_SEALING_KEY',
      'OPS_USERS',
      'RATE_LIMITS',
      'TEST_PHONE_CODES'
    ],
    notification: [
      'DATABASE_URL',
      'QUEUE_URL',
      'MESSAGE_SEALING_KEY',
      'OPS_USERS',
      'SMS_PROVIDERS',
      'TWILIO_ACCOUNT_SID',
      'TWILIO_PHONE_NUMBER',
      'AWS_REGION'
    ]
  }
  await forBoth(async (service) => {
    const { code, output } = await refused(service, settings)
    t.equal(code, EXIT_CONFIGURATION)
    for (const name of named[service]) t.match(output, new RegExp(`^  - ${name}.*: (entry 1 )?must`, 'm'))
    t.notMatch(output, secret)
    t.notMatch(output, '+1234567890')
  })
})
