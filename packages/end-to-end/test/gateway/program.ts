import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

// An ordinary user's PATH leaves out where Debian keeps servers.
const ALSO = ['/usr/sbin', '/usr/local/sbin']

/** Where this program lies on this machine, if it does. */
export function findProgram(name: string): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...ALSO]
  return folders.map((folder) => join(folder, name)).find((place) => existsSync(place))
}
