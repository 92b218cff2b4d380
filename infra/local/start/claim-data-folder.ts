import { accessSync, constants, existsSync, mkdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, StartFault } from '@gatehouse/platform/command/say'
import { readLock, takeLock } from '../launch/lock.mjs'
import { url } from './address.ts'
import type { Closing } from './closing.ts'
import type { Settings } from './settings.ts'

export type Claim = { afterCrash: boolean }

/**
 * Makes the data folder ours alone, or refuses without touching anything in it. Tells whether the run before ended
 * without closing, so that something of it may still be there.
 */
export async function claimDataFolder(settings: Settings, opened: Closing): Promise<Claim> {
  const folder = makeFolder(settings.dataFolder)
  const subject = `data ${folder}`
  const addresses = `${url(settings.identity)} and ${url(settings.notification)}`
  const lock = await takeLock(subject, `pid ${process.pid}, ${addresses}`)
  if (!lock) {
    throw new StartFault(
      `already running on ${folder} (${(await readLock(subject)) ?? 'just ending'}). ` +
        'Stop it with Ctrl-C where it runs, or give this one its own DATA_DIR and ports.'
    )
  }
  opened.add(lock.release)
  const mark = join(folder, 'running')
  const afterCrash = existsSync(mark)
  rmSync(mark, { force: true })
  writeFileSync(mark, '')
  opened.add(() => rmSync(mark, { force: true }))
  return { afterCrash }
}

// Started by root, the database runs as somebody else, who has to get through this folder to its own. The secrets in
// it are readable by their owner only.
function makeFolder(folder: string) {
  try {
    mkdirSync(folder, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 })
    accessSync(folder, constants.W_OK | constants.X_OK)
    return realpathSync(folder)
  } catch (error) {
    throw new StartFault(`the data folder cannot be used (DATA_DIR): ${describe(error).split('\n')[0]}`)
  }
}
