import type { QueueStore } from '@gatehouse/platform/queue/queue-store'
import type { EntityManager } from '@mikro-orm/postgresql'
import { LockMode } from '@mikro-orm/postgresql'
import { HandOffEntity } from './hand-off.entity.ts'
import type { Writer } from './write-job.ts'
import { writeJob } from './write-job.ts'

const BATCH = 50

/**
 * Hands what waits over to the queue, oldest first. Rows are locked, and those that another process holds are skipped.
 * The job's id is that of the hand-off: a crash between the queue's yes and our mark makes no second job.
 * @returns how many rows were taken; fewer than a batch means that nothing waits any more
 * @throws if the queue's store is down; what it took before that stays marked
 */
export async function handOver(deps: Writer, em: EntityManager, store: QueueStore): Promise<{ more: boolean }> {
  const { failure, more } = await em.transactional(async (em) => {
    const waiting = await em.find(
      HandOffEntity,
      { handedOverAt: null },
      { orderBy: { createdAt: 'asc' }, limit: BATCH, lockMode: LockMode.PESSIMISTIC_PARTIAL_WRITE }
    )
    const results = await Promise.allSettled(waiting.map((handOff) => add(deps, em, store, handOff)))
    const failure = results.find((result) => result.status === 'rejected')
    return { failure, more: waiting.length === BATCH }
  })
  if (failure) throw failure.reason
  return { more }
}

async function add(deps: Writer, em: EntityManager, store: QueueStore, handOff: HandOffEntity) {
  const job = await writeJob(deps, em, handOff)
  if (job) await store.producer(job.queue).add(job.name, job.data, job.id)
  handOff.handedOverAt = deps.now()
}
