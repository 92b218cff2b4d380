import { setTimeout as pause } from 'node:timers/promises'
import type { EntityManager } from '@mikro-orm/postgresql'
import { findCurrent } from '../find-current.ts'
import { KeyRefusal } from '../key-refusal.ts'
import type { ListedKey } from '../list-keys.ts'
import { listKeys } from '../list-keys.ts'
import type { KeyDeps } from '../rotate-keys.ts'
import { rotateKeys } from '../rotate-keys.ts'
import { PUBLISHED_MS } from '../times.ts'
import { withdrawKey } from '../withdraw-key.ts'
import type { Asked, Command } from './arguments.ts'

type Run = (deps: KeyDeps, em: EntityManager, asked: Asked) => Promise<string>

/** Each does what its name says and answers what is to be told. */
export const COMMANDS: Record<Command, Run> = {
  list: async (_deps, em, { flags }) => {
    const keys = await listKeys(em)
    return flags.has('json') ? `${JSON.stringify(keys)}\n` : table(keys)
  },
  rotate: async (deps, em, { flags }) => {
    await rotateKeys(deps, em, { hasten: flags.has('now') })
    return `gatehouse: rotated.\n${table(await listKeys(em))}`
  },
  withdraw: async (deps, em, { kid = '' }) => {
    // Named before anybody waits: of two at once, the second does not withdraw what the first put in its place.
    const withdrawn = kid || (await currentKid(em))
    const state = await withdrawKey(deps, em, withdrawn)
    // Whoever clears a cache right after this must not fetch the key again from a process that has not heard of it.
    await pause(PUBLISHED_MS)
    return `gatehouse: withdrew the ${state} key ${withdrawn}. ${ADVICE}\n${table(await listKeys(em))}`
  }
}

const ADVICE = 'Now clear the caches of the gateways that keep the public keys.'

async function currentKid(em: EntityManager): Promise<string> {
  const kid = await findCurrent(em)
  if (!kid) throw new KeyRefusal('there is no current key')
  return kid
}

const table = (keys: ListedKey[]) =>
  keys
    .map(({ kid, state, since }) => `${kid}  ${state.padEnd('previous'.length)}  since ${since.toISOString()}\n`)
    .join('')
