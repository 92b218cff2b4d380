import t from 'tap'
import type { Outcome } from '../../src/delivery/outcome.ts'
import type { Provider } from '../../src/providers/provider.ts'
import { openTwilio } from '../helpers/real-providers.ts'
import { until } from '../helpers/until.ts'
import type { World } from '../helpers/world.ts'
import { openWorld, run, sendJob } from '../helpers/world.ts'

const past = () => new Date(Date.now() - 60_000)

t.test(
  'a worker that died in the middle: nobody touches its message before the deadline, then Twilio is asked',
  async (t) => {
    const { server, provider } = await openTwilio(t)
    const world = await openWorld(t, [provider])
    const job = await sendJob()
    const dying = { ...provider, send: () => new Promise<never>(() => {}) }
    void run({ deps: { ...world.deps, providers: [dying] } }, job)
    await waitForClaim(world, job.message_id)

    t.equal(await run(world, job), 'RetryLater: in_other_hands')
    t.equal(server.received.length, 0)
    await world.change(job.message_id, { deadline: past() })
    t.equal(await run(world, job), 'done')
    t.match(
      server.received.map(({ method }) => method),
      ['GET', 'POST'],
      'asked first'
    )
    t.match(await world.row(job.message_id), { state: 'accepted', attempt: 2 })
  }
)

t.test('an answer that comes after the takeover changes nothing', async (t) => {
  const { server, provider } = await openTwilio(t)
  const world = await openWorld(t, [provider])
  const job = await sendJob()
  const { promise: released, resolve: release } = Promise.withResolvers<void>()
  const slow = {
    ...provider,
    send: async (...args: Parameters<typeof provider.send>) => {
      const answer = await provider.send(...args)
      await released
      return answer
    }
  }
  const late = run({ deps: { ...world.deps, providers: [slow] } }, job)
  await waitForClaim(world, job.message_id)
  await world.change(job.message_id, { deadline: past() })
  await until('taken', () => server.taken.length > 0)

  t.equal(await run(world, job), 'done')
  release()
  t.equal(await late, 'done')
  t.equal(world.reported.length, 1)
  t.equal(await run(world, job), 'done')
  t.equal(server.taken.length, 1)
  t.match(await world.row(job.message_id), { state: 'accepted', attempt: 1, providerMessageId: server.taken[0]?.id })
})

t.test('an answer to an earlier attempt does not speak for the one in hand', async (t) => {
  const world = await openWorld(t)
  const job = await sendJob()
  const first = heldProvider({ kind: 'permanent', code: 'late', failure: 'blocked' })
  const second = heldProvider({ kind: 'accepted', id: 'SM2' })
  const late = run({ deps: { ...world.deps, providers: [first.provider] } }, job)
  await waitForClaim(world, job.message_id)
  await world.change(job.message_id, { deadline: past() })
  const inHand = run({ deps: { ...world.deps, providers: [second.provider] } }, job)
  await until('taken over', async () => (await world.row(job.message_id)).attempt === 2)

  first.answer()
  await late
  t.match(await world.row(job.message_id), { state: 'sending', attempt: 2, failure: null })
  second.answer()
  t.equal(await inHand, 'done')
  t.match(await world.row(job.message_id), { state: 'accepted', providerMessageId: 'SM2' })
})

const waitForClaim = (world: World, id: string) =>
  until('claimed', async () => (await world.row(id).catch(() => undefined))?.state === 'sending')

/** A provider that answers when it is told to. */
function heldProvider(outcome: Outcome) {
  const { promise, resolve } = Promise.withResolvers<Outcome>()
  const provider: Provider = { name: 'sns', minimumLifeSeconds: 0, send: () => promise }
  return { provider, answer: () => resolve(outcome) }
}
