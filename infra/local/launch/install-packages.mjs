import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { takeLock, waitForLock } from './lock.mjs'
import { runChild } from './run-child.mjs'

export const PNPM = 'pnpm@12.21.0'

// npm may be set to answer no, hence --yes; nobody is there to answer pnpm's question whether to replace node_modules.
// The lockfile is trusted, since it holds the hash of every package and is reviewed like the code: to have pnpm ask the
// registry about each of them again takes ten seconds, and minutes of retries where there is no network.
const INSTALL = ['--yes', '--prefer-offline', PNPM, 'install', '--frozen-lockfile', '--prefer-offline']
const ANSWERS = ['--trust-lockfile', '--config.confirm-modules-purge=false', '--config.node-version=24.21.0']

/** Makes node_modules hold what pnpm-lock.yaml names. Costs two file reads when it already does. */
export async function installPackages(root, environment) {
  if (isInstalled(root)) return
  const subject = `install ${root}`
  const lock = await takeLock(subject)
  if (!lock) {
    say('another start is installing the packages; waiting for it …')
    await waitForLock(subject)
    return installPackages(root, environment)
  }
  try {
    if (!isInstalled(root)) await install(root, environment)
  } finally {
    lock.release()
  }
}

const say = (line) => process.stdout.write(`gatehouse: ${line}\n`)

const unfinished = (root) => join(root, 'node_modules/.gatehouse-unfinished')

// pnpm keeps a copy of the lockfile it installed, but writes it before the packages' own scripts have run: the mark
// tells an install that was cut short there.
function isInstalled(root) {
  const installed = join(root, 'node_modules/.pnpm/lock.yaml')
  if (!existsSync(installed) || existsSync(unfinished(root))) return false
  return readFileSync(installed).equals(readFileSync(join(root, 'pnpm-lock.yaml')))
}

async function install(root, environment) {
  const isFirst = !existsSync(join(root, 'node_modules/.pnpm/lock.yaml'))
  say(`installing the packages${isFirst ? ' (only now; it can take a minute)' : ' that changed'} …`)
  mkdirSync(join(root, 'node_modules'), { recursive: true })
  writeFileSync(unfinished(root), '')
  // In production mode pnpm would leave out half of the packages.
  const env = { ...environment, NODE_ENV: '', npm_config_loglevel: 'error', npm_config_update_notifier: 'false' }
  const exitCode = await runChild('npx', [...INSTALL, ...ANSWERS], { cwd: root, env, group: true })
  if (exitCode !== 0) throw installFailure(exitCode)
  rmSync(unfinished(root), { force: true })
}

function installFailure(exitCode) {
  const stopped = exitCode > 128
  const advice = 'see above; the first run needs the npm registry (or its packages in the caches of npm and pnpm).'
  const message = stopped ? 'stopped while installing.' : `the packages could not be installed: ${advice}`
  return Object.assign(new Error(message), { exitCode })
}
