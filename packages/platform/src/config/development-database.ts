import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Where `npm start` runs its own database for this data folder; undefined if it does not run one. */
export function developmentDatabase(folder: string): string | undefined {
  const [port, password] = ['postgres.port', 'postgres.password'].map((name) => join(folder, name))
  if (!port || !password || ![join(folder, 'running'), port, password].every((file) => existsSync(file)))
    return undefined
  const read = (file: string) => encodeURIComponent(readFileSync(file, 'utf8').trim())
  return `postgres://gatehouse:${read(password)}@127.0.0.1:${read(port)}/gatehouse`
}
