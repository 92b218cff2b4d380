import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { answerHelp } from '@gatehouse/platform/command/answer-help'
import { say } from '@gatehouse/platform/command/say'
import { PNPM } from './launch/install-packages.mjs'
import { runChild } from './launch/run-child.mjs'
import type { Component } from './supply-chain/components.ts'
import { faultsIn, licenceCounts } from './supply-chain/components.ts'

answerHelp(`npm run sbom: writes what the images are made of (CycloneDX), and checks it.

  npm run sbom                  to gatehouse.cdx.json
  npm run sbom -- other.json    to another file

Fails if a package has a licence that would bind whoever uses Gatehouse, or no hash in the lockfile.
`)

const root = resolve(import.meta.dirname, '../..')
const file = resolve(process.argv[2] ?? 'gatehouse.cdx.json')
const SHIPPED = ['identity', 'notification', 'commands'].flatMap((name) => ['--filter', `@gatehouse/${name}`])
const FORM = ['--sbom-format', 'cyclonedx', '--sbom-spec-version', '1.6', '--sbom-type', 'application', '--prod']

process.exitCode = await main()

async function main() {
  const args = ['--yes', '--prefer-offline', PNPM, ...SHIPPED, 'sbom', ...FORM, '--out', file]
  const env = { ...process.env, npm_config_loglevel: 'error' }
  const exitCode = await runChild('npx', args, { cwd: root, env, stdio: ['ignore', 'ignore', 'inherit'] })
  if (exitCode !== 0) return exitCode
  const { components } = JSON.parse(readFileSync(file, 'utf8')) as { components: Component[] }
  const faults = faultsIn(components)
  for (const fault of faults) say(fault)
  const counts = licenceCounts(components).map(([licence, count]) => `${licence} ${count}`)
  say(`${components.length} parts in ${file}: ${counts.join(', ')}`)
  return faults.length > 0 ? 1 : 0
}
