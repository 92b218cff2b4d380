import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { POSTGRES_15 } from '../fixtures/backends.ts'
import { ROOT, runProcess } from '../fixtures/run-process.ts'

// A dump is made by the tools of the server's own version.
const FOLDERS = ['/usr/lib/postgresql/15/bin', ...(process.env.PATH ?? '').split(delimiter)]
const find = (name: string) => FOLDERS.map((folder) => join(folder, name)).find((path) => existsSync(path))

export const NO_TOOLS =
  POSTGRES_15.missing ||
  (!find('pg_dump') && 'NOT TESTED HERE: there is no pg_dump. Install it: apt-get install postgresql-client-15')

/** As docs/operations.md has it. */
export const dump = (url: string, file: string) =>
  run('pg_dump', ['--format=custom', '--no-owner', `--file=${file}`, url])

export const restore = (file: string, url: string) =>
  run('pg_restore', ['--no-owner', '--exit-on-error', `--dbname=${url}`, file])

export const refillQueue = (url: string) =>
  run('psql', ['--no-psqlrc', '--set=ON_ERROR_STOP=1', `--file=${ROOT}/infra/operations/refill-queue.sql`, url])

async function run(name: string, args: string[]) {
  const child = runProcess(find(name) ?? name, args, {})
  const code = await child.exited
  if (code !== 0) throw new Error(`${name} ended with ${code}: ${child.output()}`)
}
