import type { ParseArgsOptionsConfig } from 'node:util'
import type { EntityManager } from '@mikro-orm/postgresql'
import type { Done } from '../perform.ts'

/** What the commands know of the installation. */
export type CommandDeps = {
  now: () => Date
  settings: { refreshIdleTtl: number; publicUrl: string }
}

/** What was given: the argument, and the options of this command. */
export type Given = { argument: string; options: Record<string, string | undefined> }

/** One thing that an operator can do. It takes part in the caller's transaction, which also records it. */
export type Command = {
  /** Stands behind the command's name. In brackets if it may be left out; empty if there is none. */
  argument: string
  summary: string
  help: string
  options?: ParseArgsOptionsConfig
  run: (deps: CommandDeps, em: EntityManager, given: Given) => Promise<Done>
}

/** "1 session", "2 sessions". */
export const several = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`
