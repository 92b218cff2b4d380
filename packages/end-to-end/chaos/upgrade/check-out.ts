import { execFile } from 'node:child_process'
import { rmSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { ROOT } from '../../test/fixtures/run-process.ts'
import { say } from '../scene/figures.ts'

const run = promisify(execFile)

const INSTALL = `const { installPackages } = await import(process.argv[1])
await installPackages(process.argv[2], process.env)`

/** The files of that commit in a folder of their own, with the packages of its own lockfile; gone when we end. */
export async function checkOut(commit: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-version-before-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  const archive = join(folder, 'files.tar')
  await run('git', ['archive', `--output=${archive}`, commit], { cwd: ROOT })
  await run('tar', ['-xf', archive, '-C', folder])
  rmSync(archive)
  say('upgrade: installing the packages of its lockfile …')
  const startedAt = performance.now()
  const installer = join(ROOT, 'infra/local/launch/install-packages.mjs')
  // tap has every program that a test starts load a part of it, which is none of this installation's business.
  const env = { ...process.env, NODE_OPTIONS: '' }
  await run(process.execPath, ['--input-type=module', '-e', INSTALL, installer, folder], { cwd: folder, env })
  say(`upgrade: installed in ${Math.round((performance.now() - startedAt) / 1000)} s`)
  return folder
}
