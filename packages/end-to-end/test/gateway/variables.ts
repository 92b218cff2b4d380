import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Test } from 'tap'
import { FOLDER } from './gateways.ts'

const read = (name: string) => readFile(join(FOLDER, name), 'utf8')
const pairs = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, name, value]) => [name, value])

/** Who reads the list of variables has read them all. */
export async function listVariables(t: Test) {
  const listed = Object.fromEntries(pairs(await read('gateway.env'), /^(\w+)=(.*)$/gm))
  const texts = await Promise.all(['Caddyfile', 'upstreams/listed.caddy'].map(read))
  const caddy = Object.fromEntries(pairs(texts.join('\n'), /\{\$(\w+):([^}]*)\}/g))
  const nginx = new Set(pairs(await read('nginx.conf.template'), /\$\{(\w+)\}/g).map(([name]) => name))
  t.match(listed, caddy, 'with the defaults of the Caddyfile')
  t.strictSame([...new Set([...Object.keys(caddy), ...nginx])].sort(), Object.keys(listed).sort())
}
