import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** The packaged Node 24, or our own when there is none for this platform and ours runs TypeScript by itself. */
export function findNode(root) {
  const packaged = join(root, 'node_modules/.bin/node')
  if (existsSync(packaged) && spawnSync(packaged, ['--version']).status === 0) return packaged
  if (runsTypeScript(process.versions.node)) return process.execPath
  throw new Error(
    `This needs Node.js 24. There is no packaged one for ${process.platform} ${process.arch}, ` +
      `and the installed one is ${process.version}: install Node.js 24 from https://nodejs.org/ and run this again.`
  )
}

export function runsTypeScript(version) {
  const [major, minor] = version.split('.').map(Number)
  return major >= 24 || (major === 22 && minor >= 18)
}
