import type { Ended } from '../fixtures/bash.ts'
import { bash } from '../fixtures/bash.ts'
import type { Stack } from '../fixtures/start-stack.ts'

export type Key = { kid: string; state: 'next' | 'current' | 'previous'; since: string }

/** `npm run keys:…` as typed into a shell, beside this stack. */
export const runKeys = ({ databaseUrl, folder }: Stack, typed: string): Promise<Ended> =>
  bash(`npm run --silent keys:${typed}`, { NODE_ENV: 'development', DATABASE_URL: databaseUrl, DATA_DIR: folder })

export async function keysOf(stack: Stack): Promise<Key[]> {
  const { code, stdout, stderr } = await runKeys(stack, 'list -- --json')
  if (code !== 0) throw new Error(stderr)
  return JSON.parse(stdout) as Key[]
}

export const kidOf = (token: string): string =>
  JSON.parse(Buffer.from(`${token.split('.')[0]}`, 'base64url').toString()).kid
