import type { EntityManager } from '@mikro-orm/postgresql'
import type { Deps } from '../deps.ts'

// The clocks of two processes differ; what one has forgotten, none of them may accept.
const MARGIN_MS = 3600_000
const LONGEST_MS = 10 * 365 * 24 * 3600_000

/** What stands for a token, and from when on nobody accepts it anyway. */
export type Spendable = { hash: Uint8Array; deadAtMs: number }

/**
 * Uses up a token, with the caller's transaction. Of any number at once one succeeds: the others wait for its commit.
 * Called before any other lock is taken.
 * @returns false if it was used before
 */
export async function spend(
  { now }: Pick<Deps, 'now'>,
  em: EntityManager,
  { hash, deadAtMs }: Spendable
): Promise<boolean> {
  const forgottenAt = Math.min(deadAtMs + MARGIN_MS, now().getTime() + LONGEST_MS)
  const rows = await em.execute(
    `insert into identity.spent_tokens (token_hash, expires_at) values (?, ?)
     on conflict do nothing returning 1 as one`,
    [hash, new Date(forgottenAt)]
  )
  return (rows as unknown[]).length === 1
}
