import { findRow } from '../../src/delivery/find-row.ts'
import { redriveFailed } from '../../src/delivery/redrive-failed.ts'
import { openTwilio } from '../helpers/real-providers.ts'
import type { World } from '../helpers/world.ts'
import { openWorld, run, sendJob } from '../helpers/world.ts'

export const redrive = ({ deps }: World, id?: string) =>
  deps.orm.em.fork().transactional((em) => redriveFailed(em, id ? { id } : {}, 'ann', 100))

export const eventsOf = async ({ deps }: World, id: string) =>
  (await findRow(deps.orm.em.fork(), id))?.events.map(({ event }) => event)

export async function openFailed(t: Parameters<typeof openWorld>[0], changes: Parameters<typeof sendJob>[0] = {}) {
  const { server, provider } = await openTwilio(t)
  const world = await openWorld(t, [provider])
  const job = await sendJob(changes)
  server.next({ kind: 'fail', status: 401, code: '20003' })
  await run(world, job, true)
  return { server, provider, world, job, id: job.message_id }
}
