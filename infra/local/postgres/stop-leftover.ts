import { execFileSync } from 'node:child_process'
import { readFileSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { say } from '@gatehouse/platform/command/say'

const LOOK_EVERY_MS = 20
const GRACE_MS = 30_000

/** Stops the server that a killed run has left on this data directory. No other process is ever touched. */
export async function stopLeftover(folder: string, stop: AbortSignal) {
  const pid = readPid(folder)
  if (!pid || !isServerOf(pid, folder)) return
  say(`stopping the PostgreSQL (pid ${pid}) that the last run left behind …`)
  process.kill(pid, 'SIGINT')
  const deadline = Date.now() + GRACE_MS
  while (isServerOf(pid, folder)) {
    if (Date.now() > deadline) process.kill(pid, 'SIGQUIT')
    await pause(LOOK_EVERY_MS, undefined, { signal: stop })
  }
}

function readPid(folder: string) {
  try {
    return Number.parseInt(readFileSync(join(folder, 'postmaster.pid'), 'utf8'), 10)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

// A process id alone proves nothing, it may be another program's by now: a PostgreSQL server works in its own folder.
function isServerOf(pid: number, folder: string) {
  try {
    if (process.platform === 'linux') return readlinkSync(`/proc/${pid}/cwd`) === folder
    return execFileSync('ps', ['-o', 'command=', '-p', `${pid}`], { encoding: 'utf8' }).includes(folder)
  } catch {
    return false
  }
}
