import type { Test } from 'tap'
import type { Containers } from './start-containers.ts'

const BASE = 'node:24.21.0-bookworm-slim'

// Run inside, so that it is seen and not read from a setting.
const LOOK = `
const { readFileSync, writeFileSync, existsSync } = require('node:fs')
const refused = (path) => { try { writeFileSync(path, 'x'); return false } catch ({ code }) { return code } }
const capabilities = /CapEff:\\s+(\\w+)/.exec(readFileSync('/proc/1/status', 'utf8'))[1]
console.log(JSON.stringify({
  user: process.getuid(),
  first: readFileSync('/proc/1/cmdline', 'utf8').split('\\0')[0],
  root: refused('/app/x'),
  tmp: refused('/tmp/x'),
  capabilities: Number('0x' + capabilities),
  tools: ['npm', 'npx', 'yarn', 'corepack'].filter((name) => existsSync('/usr/local/bin/' + name)),
  tests: existsSync('/app/services/identity/test') || existsSync('/app/node_modules/.pnpm/node_modules/tap')
}))`

/** What a container is, seen from inside of it. */
export async function lookInside(t: Test, { inside, docker }: Containers) {
  for (const service of ['identity', 'notification']) {
    t.same(
      JSON.parse(await inside(service, LOOK)),
      { user: 1000, first: 'node', root: 'EROFS', tmp: false, capabilities: 0, tools: [], tests: false },
      service
    )
  }
  const sizeOf = async (image: string) => Number(await docker('image', 'inspect', '--format', '{{.Size}}', image))
  const [own, base] = [await sizeOf('gatehouse-identity'), await sizeOf(BASE)]
  const megabytes = Math.round((own - base) / 1e6)
  t.ok(megabytes < 150, `${megabytes} MB`)
  return `user 1000, root file system read-only, no capabilities, node is process 1; ${megabytes} MB more than ${BASE}`
}
