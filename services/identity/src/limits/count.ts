import { createHmac } from 'node:crypto'
import type { EntityManager } from '@mikro-orm/postgresql'
import type { Deps } from '../deps.ts'
import { countRefusal } from './count-refusals.ts'
import type { Hits } from './limit.ts'
import { allowedFrom, memoryMs } from './limit.ts'
import type { PolicyName } from './policies.ts'
import { POLICIES } from './policies.ts'

/** What is counted: which limit, and for whom (a user, a number, an address, or several of them). */
export type Counted = [policy: PolicyName, ...whom: string[]]
/** Milliseconds since 1970. `from` is when the next one is allowed. */
export type Verdict = { allowed: boolean; from: number }
export type Counting = Pick<Deps, 'settings' | 'keys' | 'now'>

/**
 * Counts one event against all the given limits, or against none if one of them refuses. Rows are locked in the order
 * of their keys, so that two requests never wait for each other, and the count is exact however many processes count.
 * What is over a limit already is refused without waiting for a row. Takes part in the caller's transaction, or makes
 * one of its own.
 */
export async function count(deps: Counting, em: EntityManager, ...counted: Counted[]): Promise<Verdict> {
  const now = deps.now().getTime()
  if (!deps.settings.limits) return { allowed: true, from: now }
  const limits = keyed(deps, counted)
  // A crowd must not queue for the rows of a limit that it has spent: hits only grow, so this refusal would stand.
  const seen = judge(limits, await readHits(em, limits), now)
  if (!seen.allowed) return seen
  return em.transactional(async (em) => {
    const hits = await lockHits(em, limits)
    const verdict = judge(limits, hits, now)
    if (!verdict.allowed) return verdict
    for (const { key, policy } of limits) await record(em, key, policy, hits, now)
    return { allowed: true, from: latest(limits, hits, now) }
  })
}

/** Looks without counting. */
export async function look(deps: Counting, em: EntityManager, ...counted: Counted[]): Promise<Verdict> {
  const now = deps.now().getTime()
  if (!deps.settings.limits) return { allowed: true, from: now }
  const limits = keyed(deps, counted)
  return judge(limits, await readHits(em, limits), now)
}

/** Looks, and lets nobody else count until the caller's transaction ends. Whatever it sees, it writes. */
export async function hold(deps: Counting, em: EntityManager, ...counted: Counted[]): Promise<Verdict> {
  const now = deps.now().getTime()
  if (!deps.settings.limits) return { allowed: true, from: now }
  const limits = keyed(deps, counted)
  return judge(limits, await lockHits(em, limits), now)
}

type Row = { key: string; hits: Hits }
type Limit = { key: string; policy: PolicyName }

// Numbers and addresses are personal data: the table holds only what cannot be turned back without the key.
const keyed = (deps: Counting, counted: Counted[]): Limit[] =>
  counted
    .map(([policy, ...whom]) => {
      const hidden = createHmac('sha256', deps.keys.limits)
        .update(JSON.stringify([policy, ...whom]))
        .digest('base64url')
      return { key: `${policy}:${hidden}`, policy }
    })
    .sort((a, b) => (a.key < b.key ? -1 : 1))

const latest = (limits: Limit[], hits: Map<string, Hits>, now: number) =>
  Math.max(...limits.map((limit) => fromOf(limit, hits, now)))

const fromOf = ({ key, policy }: Limit, hits: Map<string, Hits>, now: number) =>
  allowedFrom(POLICIES[policy], hits.get(key) ?? [], now)

// Before anything is counted: afterwards it tells when the next one is allowed, which refuses nobody.
function judge(limits: Limit[], hits: Map<string, Hits>, now: number): Verdict {
  for (const limit of limits) if (fromOf(limit, hits, now) > now) countRefusal(limit.policy)
  const from = latest(limits, hits, now)
  return { allowed: from <= now, from }
}

async function readHits(em: EntityManager, limits: Limit[]): Promise<Map<string, Hits>> {
  const keys = limits.map(({ key }) => key)
  const rows: Row[] = await em.execute('select key, hits from identity.limits where key in (?)', [keys])
  return new Map(rows.map(({ key, hits }) => [key, hits]))
}

async function lockHits(em: EntityManager, limits: Limit[]): Promise<Map<string, Hits>> {
  const hits = new Map<string, Hits>()
  for (const { key } of limits) {
    const rows = await em.execute(
      `insert into identity.limits (key, hits, expires_at) values (?, '{}', now())
       on conflict (key) do update set key = excluded.key returning hits`,
      [key]
    )
    hits.set(key, (rows as Row[])[0]?.hits ?? [])
  }
  return hits
}

async function record(em: EntityManager, key: string, policy: PolicyName, hits: Map<string, Hits>, now: number) {
  const memory = memoryMs(POLICIES[policy])
  const kept = [...(hits.get(key) ?? []).filter((hit) => hit > now - memory), now]
  hits.set(key, kept)
  await em.execute('update identity.limits set hits = ?::float8[], expires_at = ? where key = ?', [
    `{${kept.join(',')}}`,
    new Date(now + memory),
    key
  ])
}
