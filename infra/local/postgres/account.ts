import { spawnSync } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'
import { StartFault } from '@gatehouse/platform/command/say'
import type { Binaries } from './binaries.ts'

/** Who runs the server; undefined for whoever we are. `passes` tells that closed folders above do not stop it. */
export type Account = { uid: number; gid: number; passes: boolean } | undefined

const NOBODY = 65_534

/**
 * PostgreSQL refuses to run as root, so root runs it as the owner of the data, or as user postgres, or as nobody.
 * `cluster` need not exist yet; `above` is the folder it lies in.
 */
export function chooseAccount(binaries: Binaries, cluster: string, above: string): Account {
  const owner = statSync(cluster, { throwIfNoEntry: false })
  const uid = process.getuid?.()
  if (uid !== 0) {
    if (!owner || owner.uid === uid) return undefined
    throw new StartFault(`${cluster} belongs to another user (${owner.uid}): start as that user or set DATA_DIR.`)
  }
  const { uid: otherUid, gid } = owner?.uid ? owner : userPostgres()
  const account = { uid: otherUid, gid, passes: false }
  if (reaches(account, binaries, above)) return account
  if (reaches({ ...account, passes: true }, binaries, above)) return { ...account, passes: true }
  throw new StartFault(
    `PostgreSQL does not run as root, and user ${otherUid} may not enter ${above} or ${binaries.postgres}: ` +
      'set DATA_DIR to a folder open to it, start as an ordinary user, or set DATABASE_URL.'
  )
}

type Command = { command: string; args: string[]; options: { uid?: number; gid?: number } }

/** The same command as run by that account. */
export function asAccount(account: Account, command: string, args: string[]): Command {
  if (!account) return { command, args, options: {} }
  const { uid, gid, passes } = account
  if (!passes) return { command, args, options: { uid, gid } }
  // Below a folder that only root may enter. Without the securebit access(2), which initdb asks, ignores capabilities.
  const capability = ['--inh-caps', '+dac_override', '--ambient-caps', '+dac_override']
  const identity = ['--reuid', `${uid}`, '--regid', `${gid}`, '--clear-groups', '--securebits', '+no_setuid_fixup']
  return { command: 'setpriv', args: [...identity, ...capability, command, ...args], options: {} }
}

function reaches(account: Account, { postgres }: Binaries, folder: string) {
  const script = 'test -x "$1" && cd "$2"'
  const { command, args, options } = asAccount(account, '/bin/sh', ['-c', script, 'sh', postgres, folder])
  return spawnSync(command, args, { ...options, cwd: '/', stdio: 'ignore' }).status === 0
}

function userPostgres() {
  const entry = /^postgres:[^:]*:(\d+):(\d+):/m.exec(readFileSync('/etc/passwd', 'utf8'))
  return entry ? { uid: Number(entry[1]), gid: Number(entry[2]) } : { uid: NOBODY, gid: NOBODY }
}
