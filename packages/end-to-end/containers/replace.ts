import type { Test } from 'tap'
import { keepComing } from '../chaos/soak/traffic.ts'
import type { Closed } from '../chaos/upgrade/closed-doors.ts'
import { wasUnderWay } from '../chaos/upgrade/closed-doors.ts'
import { until } from '../test/fixtures/until.ts'
import type { Front } from '../test/stacks/front.ts'
import { failedOf, peopleBehind } from '../test/stacks/people-behind.ts'
import { findGateway } from './old-gateway.ts'
import type { Containers } from './start-containers.ts'

const DAYS_A_SECOND = 2
const LOAD_SECONDS = 120
const PORTS = { identity: '8000', notification: '8001' }

/** Stops and starts every container of both services, one after the other, while people live their days. */
export async function replaceAll(t: Test, containers: Containers, front: Front) {
  const inbox = { codeOn: async (number: string) => (await front.smsTo(number).catch(() => [])).at(-1)?.slice(0, 6) }
  const world = peopleBehind(t, front, inbox)
  let isLiving = true
  const living = keepComing(world, DAYS_A_SECOND, LOAD_SECONDS).finally(() => {
    isLiving = false
  })
  const closed = await replaceEach(containers)
  t.ok(isLiving, 'people lived all the time')
  const days = await living
  await holdMessages(t, containers)
  const gateway = await findGateway(containers)
  const failed = failedOf(world)
  const atGateway = failed.filter((answer) => gateway.gaveUp(answer) && wasUnderWay(answer, closed))
  t.equal(failed.length, atGateway.length, 'every request that reached a service was answered as on a good day')
  const lived = `${closed.length} containers; ${days} days lived, ${world.answers.all.length} requests, every message sent`
  return `${lived}; ${atGateway.length} failed${atGateway.length > 0 ? `, ${gateway.why}` : ''}`
}

async function replaceEach(containers: Containers) {
  const closed: Closed[] = []
  for (const [service, port] of Object.entries(PORTS)) {
    for (const id of await containers.containersOf(service)) {
      const from = performance.now()
      await replace(containers, id, port)
      closed.push({ from, to: performance.now() })
    }
  }
  return closed
}

async function replace({ docker }: Containers, id: string, port: string) {
  await docker('stop', '--time', '20', id)
  await docker('start', id)
  const isHealthy = () =>
    docker('exec', id, 'node', 'infra/docker/healthy.ts', port).then(
      () => true,
      () => false
    )
  await until('it is healthy', isHealthy, 300)
}

async function holdMessages(t: Test, { query }: Containers) {
  const countOf = (status: string) => query(`select count(*) from identity.sms_messages where status = '${status}'`)
  await until('every message has its end', async () => (await countOf('queued')) === '0')
  t.equal(await countOf('failed'), '0', 'every message was sent')
}
