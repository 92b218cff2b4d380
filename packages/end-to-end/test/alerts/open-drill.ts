import type { Test } from 'tap'
import type { Backend } from '../fixtures/backends.ts'
import { POSTGRES } from '../fixtures/backends.ts'
import { POSTGRES_OUTAGE } from '../fixtures/outages.ts'
import type { Person } from '../fixtures/people.ts'
import { newNumber, signedIn } from '../fixtures/people.ts'
import { codeOn, startTwilio } from '../fixtures/phones.ts'
import { startProxy } from '../fixtures/proxy.ts'
import type { Environment } from '../fixtures/run-process.ts'
import { startStack } from '../fixtures/start-stack.ts'
import { until } from '../fixtures/until.ts'
import { startPrometheus } from './start-prometheus.ts'

export type Drill = Awaited<ReturnType<typeof openDrill>>

/** A provider calls back only where it could come from outside; the drill leads it to the service. */
const PUBLIC_URL = 'http://sms.example.test'

/** Both services, a provider that tells what became of its messages, stores that can be cut off, and who watches them. */
export async function openDrill(t: Test, env: Environment = {}) {
  const database = await startProxy(t, POSTGRES.serverUrl)
  const queue = await POSTGRES_OUTAGE.openStore(t)
  const twilio = await startTwilio(t)
  const backend: Backend = { ...POSTGRES, serverUrl: database.url }
  const settings = { ...twilio.settings, NOTIFICATION_PUBLIC_URL: PUBLIC_URL, ...env }
  const stack = await startStack(t, backend, { queueUrl: queue.queueUrl, env: settings })
  const { identity, notification } = stack
  twilio.callAt(notification.url)
  twilio.tellOfEach('after_answer', { status: 'delivered' })
  const prometheus = await startPrometheus(t, [identity, notification])
  await t.test('no alert fires while all is well', async (t) => {
    await verifyOne(identity, twilio)
    await until('the figures are there', async () => (await prometheus.query(VERIFIED)).length > 0, 200)
    // Longer than any condition of the scaled rules has to hold.
    const seen = (await prometheus.query(SCRAPES))[0]?.value[1] ?? '0'
    await until(
      'some scrapes later',
      async () => Number((await prometheus.query(SCRAPES))[0]?.value[1]) > +seen + 4,
      200
    )
    t.same([...(await prometheus.firing())], [])
  })
  return { stack, identity, notification, database, queue, twilio, prometheus }
}

const VERIFIED = 'gatehouse_sms_messages_total{state="verified"} > 0 and on () gatehouse_sms_delivery_seconds_count > 0'
const SCRAPES = 'count_over_time(up{job="identity"}[10m])'

/** Somebody proves a phone. */
async function verifyOne(identity: Drill['identity'], twilio: Drill['twilio']): Promise<Person> {
  const [person, number] = [await signedIn(identity), newNumber()]
  await person.sendCode(number)
  await until('the code is there', () => codeOn(twilio, number) !== '')
  const { status } = await person.verify(codeOn(twilio, number))
  if (status !== 200) throw new Error(`a right code was answered ${status}`)
  return person
}
