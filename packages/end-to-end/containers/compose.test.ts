import t from 'tap'
import { call, newNumber, PASSWORD, signedIn } from '../test/fixtures/people.ts'
import { codeOn, flow } from '../test/stacks/flow.ts'
import { crash } from './crashes.ts'
import { lookInside } from './image.ts'
import { replaceAll } from './replace.ts'
import { openReport } from './report.ts'
import { openContainers } from './start-containers.ts'

const HEAD = `# The last run with containers

\`npm run flow -- compose\` wrote this page on ${new Date().toISOString().slice(0, 10)}: it builds the images, brings \`docker-compose.yml\` up as a
project of its own, lives with it, breaks it, and takes it down with its volumes.
`

t.test('docker-compose.yml', async (t) => {
  const containers = openContainers()
  const { step } = openReport('docs/containers.md', HEAD)
  t.teardown(async () => {
    if (!t.passing()) t.comment(await containers.compose('logs', '--tail', '40'))
    await containers.compose('down', '--volumes')
  })
  await containers.compose('down', '--volumes').catch(() => {}) // What a run that broke off left.

  await step('build and start, with no settings', () => containers.up('--build').then(() => undefined))
  const front = await containers.front()
  await step('the images', () => lookInside(t, containers))
  await step('the flow', async () => {
    await t.test('the flow', (t) => flow(t, front))
    return "the guide's lines as they stand, codes, sessions, dashboards behind the printed password"
  })
  for (const service of ['identity', 'notification', 'redis', 'postgres'])
    await step(`${service} is killed`, () => crash(t, containers, front, service))

  const person = await signedIn(front)
  const number = newNumber()
  await person.sendCode(number)
  await person.verify(await codeOn(front, number))

  await step('three of each', async () => {
    await containers.up('--scale', 'identity=3', '--scale', 'notification=3')
    const since = await containers.query('select clock_timestamp()')
    await t.test('the flow, three of each', (t) => flow(t, front))
    return everyOneWorked(containers, since)
  })
  await step('each container is replaced under load', () => replaceAll(t, containers, front))
  await step('down, and up again', async () => {
    await containers.compose('down')
    await containers.up()
    const { body } = await call(front, 'POST', 'login', { email: person.email, password: PASSWORD })
    t.match(body.user, { phone_number: number, phone_verified: true })
    t.equal((await containers.front()).operator, front.operator)
    return "accounts, proven numbers and the operator's password are what they were"
  })
})

/** Who answered requests tells it in its log; who sent a message, in the ledger. */
async function everyOneWorked({ containersOf, docker, query }: ReturnType<typeof openContainers>, since: string) {
  const identities = await containersOf('identity')
  t.equal(identities.length, 3)
  for (const id of identities) t.match(await docker('logs', id), '"answered"')
  const sent = `select count(distinct claimed_by) from notification.sms_messages where claimed_at > '${since}'`
  const workers = Number(await query(sent))
  t.ok(workers > 1, `${workers} workers sent`)
  return `the flow again; 3 of 3 answered, ${workers} of 3 sent`
}
