import type { Test } from 'tap'
import { watchMachine } from '../chaos/scene/machine.ts'
import type { Asker } from '../chaos/scene/sends.ts'
import { ask } from '../chaos/scene/sends.ts'
import type { Answered } from '../chaos/soak/answers.ts'
import { createAnswers } from '../chaos/soak/answers.ts'
import { seededRandom } from '../chaos/soak/random.ts'
import { keepComing } from '../chaos/soak/traffic.ts'
import { until } from '../test/fixtures/until.ts'
import type { Front } from '../test/stacks/front.ts'
import type { Containers } from './start-containers.ts'

const DAYS_A_SECOND = 2
const LOAD_SECONDS = 120
const PORTS = { identity: '8000', notification: '8001' }

const countOf = (status: string) => `select count(*) from identity.sms_messages where status = '${status}'`

/** Stops and starts every container of both services, one after the other, while people live their days. */
export async function replaceAll(t: Test, containers: Containers, front: Front) {
  const machine = watchMachine(t)
  const answers = createAnswers({ machine })
  const scene = {
    stack: { identities: [front] },
    ask: (askers: Asker[]) => Promise.all(askers.map((asker) => ask(asker, machine)))
  }
  const inbox = { codeOn: async (number: string) => (await front.smsTo(number).catch(() => [])).at(-1)?.slice(0, 6) }
  const living = keepComing({ scene, inbox, answers, random: seededRandom(2) }, DAYS_A_SECOND, LOAD_SECONDS)
  let isLiving = true
  void living.finally(() => {
    isLiving = false
  })
  let replaced = 0
  for (const [service, port] of Object.entries(PORTS)) {
    for (const id of await containers.containersOf(service)) {
      await replace(containers, id, port)
      replaced++
    }
  }
  t.ok(isLiving, 'people lived all the time')
  const days = await living
  await until('every message has its end', async () => (await containers.query(countOf('queued'))) === '0')
  t.equal(await containers.query(countOf('failed')), '0', 'every message was sent')
  const failed = answers.all.filter(({ isExpected }) => !isExpected)
  const version = await gatewayVersion(containers)
  const untried = isOld(version) ? failed.filter(isGatewayFault) : []
  t.same(
    failed.filter((answer) => !untried.includes(answer)),
    [],
    'every request was answered as on a good day'
  )
  return `${replaced} containers; ${days} days lived, ${answers.all.length} requests, every message sent, ${failed.length - untried.length} failed${untried.length > 0 ? `, and ${untried.length} were answered 502 or 503 by Caddy ${version}, which does not try them again as 2.11.2 does` : ''}`
}

const gatewayVersion = async ({ docker, containersOf }: Containers) => {
  const [id = ''] = await containersOf('gateway')
  return /v?(\d+\.\d+\.\d+)/.exec(await docker('exec', id, 'caddy', 'version'))?.[1] ?? ''
}

// What Caddy did not try again: a body after a closed door (before 2.11.2, https://github.com/caddyserver/caddy/issues/7546),
// and a name that was not found for a moment (before 2.7.5, https://github.com/caddyserver/caddy/issues/5838).
const isOld = (version: string) => version.localeCompare('2.11.2', 'en', { numeric: true }) < 0
const isGatewayFault = ({ status }: Answered) => status === 502 || status === 503

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
