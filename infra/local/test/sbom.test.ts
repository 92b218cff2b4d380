import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import t from 'tap'
import { parse } from 'yaml'
import type { Component } from '../supply-chain/components.ts'
import { faultsIn, licenceCounts } from '../supply-chain/components.ts'

const ROOT = resolve(import.meta.dirname, '../../..')
const run = promisify(execFile)

const part = (name: string, licence: string, alg = 'SHA-512'): Component => ({
  name,
  version: '1.0.0',
  licenses: [{ license: { id: licence } }],
  externalReferences: [{ hashes: [{ alg, content: '00' }] }]
})

t.test('what would bind whoever uses the product, or is held to no hash, is named', async (t) => {
  const parts = [
    part('a', 'MIT'),
    part('b', 'GPL-3.0-only'),
    part('c', 'ISC', 'SHA-1'),
    { name: 'd', version: '2.0.0' }
  ]
  t.same(faultsIn(parts), [
    'b 1.0.0 has the licence GPL-3.0-only',
    'c 1.0.0 has no SHA-512 to hold it to',
    'd 2.0.0 has the licence none',
    'd 2.0.0 has no SHA-512 to hold it to'
  ])
  t.same(licenceCounts([part('a', 'MIT'), part('b', 'MIT'), part('c', 'ISC')]), [
    ['MIT', 2],
    ['ISC', 1]
  ])
})

t.test('npm run sbom writes what the images are made of, and finds nothing wrong', async (t) => {
  const file = join(t.testdir(), 'sbom.json')
  const { stdout } = await run(process.execPath, [join(ROOT, 'infra/local/sbom.ts'), file], { cwd: ROOT })
  t.match(stdout, /\d+ parts in .*: MIT \d+/)
  const { bomFormat, specVersion, components } = JSON.parse(readFileSync(file, 'utf8'))
  t.same({ bomFormat, specVersion }, { bomFormat: 'CycloneDX', specVersion: '1.6' })
  const names = components.map(({ name }: Component) => name)
  for (const name of ['fastify', 'bullmq', 'twilio', 'postgresql']) t.ok(names.includes(name), name)
  for (const name of ['tap', 'typescript', 'linux-x64']) t.notOk(names.includes(name), `no ${name}`)
})

t.test('every version of a package is pinned', async (t) => {
  const { catalog } = parse(readFileSync(join(ROOT, 'pnpm-workspace.yaml'), 'utf8'))
  for (const [name, version] of Object.entries(catalog)) t.match(version, /^\d+\.\d+\.\d+/, name)
  t.ok(existsSync(join(ROOT, 'pnpm-lock.yaml')))
})
