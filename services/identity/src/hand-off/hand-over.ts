import type { QueueStore } from '@gatehouse/platform/queue/queue-store'
import { goOnWith } from '@gatehouse/platform/tracing/span'
import type { EntityManager } from '@mikro-orm/postgresql'
import { LockMode } from '@mikro-orm/postgresql'
import { HandOffEntity } from './hand-off.entity.ts'
import type { WriteJob } from './job.ts'

const BATCH = 50

export type Route = { fork: () => EntityManager; store: QueueStore; writeJob: WriteJob; now: () => Date }

/**
 * Hands what waits over to the queue, oldest first. Rows are locked, and those that another process holds are skipped.
 * The job's id follows from the hand-off, so a crash between the queue's yes and our mark makes no second job.
 * @returns whether more may wait
 * @throws if some of it was not taken, since the queue's store is down; what was taken stays marked
 */
export async function handOver(route: Route): Promise<{ more: boolean }> {
  const { failure, more } = await route.fork().transactional(async (em) => {
    const waiting = await em.find(
      HandOffEntity,
      { handedOverAt: null },
      { orderBy: { createdAt: 'asc' }, limit: BATCH, lockMode: LockMode.PESSIMISTIC_PARTIAL_WRITE }
    )
    const results = await Promise.allSettled(waiting.map((handOff) => add(route, em, handOff)))
    const failure = results.find((result) => result.status === 'rejected')
    return { failure, more: waiting.length === BATCH && results.some(({ status }) => status === 'fulfilled') }
  })
  if (failure && !more) throw failure.reason
  return { more }
}

async function add({ store, writeJob, now }: Route, em: EntityManager, handOff: HandOffEntity) {
  const job = await writeJob(em, handOff)
  if (job) await goOnWith(handOff.trace, () => store.producer(job.queue).add(job.name, job.data, job.id))
  handOff.handedOverAt = now()
}
