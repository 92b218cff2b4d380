import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Test } from 'tap'
import { ROOT } from '../fixtures/run-process.ts'
import { findProgram } from './program.ts'
import { runServer } from './run-server.ts'

/** Ports of this machine: where the gateway listens, and what stands behind it; of a service one, or several. */
export type Doors = { gateway: number; identity: number | number[]; notification: number | number[]; app: number }
export type Gateway = { name: string; missing: string | false; start: (t: Test, doors: Doors) => Promise<void> }

export const FOLDER = join(ROOT, 'infra/gateway')

const caddy = findProgram('caddy')
const nginx = findProgram('nginx')

/** Why it cannot run here, and what would change that. @throws where nothing may be left out. */
function lacks(program: string | undefined, name: string, packageName: string) {
  if (program) return false
  const sentence = `NOT TESTED HERE: there is no ${name}. Install it: apt-get install ${packageName}`
  if (process.env.GATEHOUSE_REQUIRE_ALL === '1') throw new Error(sentence)
  return sentence
}

/** It alone can have several processes of a service behind it as it is. */
export const CADDY: Gateway = {
  name: 'Caddy',
  missing: lacks(caddy, 'caddy', 'caddy'),
  start: async (t, doors) => {
    const folder = await makeFolder(t)
    const env = { ...settings(doors), HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder }
    const args = ['run', '--adapter', 'caddyfile', '--config', join(FOLDER, 'Caddyfile')]
    await runServer(t, caddy ?? 'caddy', args, env, health(doors))
  }
}

const NGINX: Gateway = {
  name: 'nginx',
  missing: lacks(nginx, 'nginx', 'nginx-light'),
  start: async (t, doors) => {
    const folder = await makeFolder(t)
    const template = await readFile(join(FOLDER, 'nginx.conf.template'), 'utf8')
    const filled = Object.entries(settings(doors)).reduce(
      (text, [name, value]) => text.replaceAll(`\${${name}}`, value),
      template
    )
    await writeFile(join(folder, 'gatehouse.conf'), filled)
    await writeFile(join(folder, 'nginx.conf'), surroundings(folder))
    const args = ['-p', folder, '-c', join(folder, 'nginx.conf'), '-e', 'stderr', '-g', 'daemon off;']
    await runServer(t, nginx ?? 'nginx', args, {}, health(doors))
  }
}

export const GATEWAYS = [CADDY, NGINX]

const health = ({ gateway }: Doors) => `http://127.0.0.1:${gateway}/gateway/healthz`

const settings = ({ gateway, identity, notification, app }: Doors) => ({
  GATEWAY_SITE: `http://:${gateway}`,
  GATEWAY_LISTEN: `127.0.0.1:${gateway}`,
  IDENTITY_UPSTREAM: addresses(identity),
  NOTIFICATION_UPSTREAM: addresses(notification),
  APP_UPSTREAM: `127.0.0.1:${app}`
})

const addresses = (ports: number | number[]) =>
  [ports]
    .flat()
    .map((port) => `127.0.0.1:${port}`)
    .join(' ')

// What a distribution's own nginx.conf has around ours. Run by root, the workers are root too: the folder is root's.
const surroundings = (folder: string) => `
${process.getuid?.() === 0 ? 'user root;' : ''}
pid ${folder}/nginx.pid;
error_log stderr warn;
events {}
http {
  access_log off;
  client_body_temp_path ${folder}/body;
  proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi;
  scgi_temp_path ${folder}/scgi;
  include ${folder}/gatehouse.conf;
}
`

async function makeFolder(t: Test) {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-gateway-'))
  t.teardown(() => rm(folder, { recursive: true, force: true }))
  return folder
}
