import type { Answered } from '../chaos/soak/answers.ts'
import type { Containers } from './start-containers.ts'

// Older ones do not try a body again after a closed door (https://github.com/caddyserver/caddy/issues/7546), or, before
// 2.7.5, a name that was not found for a moment (https://github.com/caddyserver/caddy/issues/5838).
const MENDED = '2.11.2'

/** The gateway that runs, and whether it could have given up a request that it ought to have tried again. */
export async function findGateway({ docker, containersOf }: Containers) {
  const [id = ''] = await containersOf('gateway')
  const version = /v?(\d+\.\d+\.\d+)/.exec(await docker('exec', id, 'caddy', 'version'))?.[1] ?? MENDED
  const isOld = version.localeCompare(MENDED, 'en', { numeric: true }) < 0
  return {
    gaveUp: ({ status }: Answered) => isOld && (status === 502 || status === 503),
    why: `answered 502 or 503 while a container was replaced: Caddy ${version} does not try them again as ${MENDED} does`
  }
}
