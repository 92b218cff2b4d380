import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeEntry } from '@gatehouse/platform/operators/make-entry'
import t from 'tap'
import { readEnvironment as readIdentity } from '../../../../services/identity/src/settings.ts'
import { readEnvironment as readNotification } from '../../../../services/notification/src/settings.ts'
import type { Manifest } from './manifests.ts'
import { files, KUBERNETES, kustomization, manifests, settingsIn } from './manifests.ts'

const FOLDERS = readdirSync(KUBERNETES)
const all = FOLDERS.flatMap(manifests)
const ofKind = (kind: string) => all.filter((manifest) => manifest.kind === kind)
const podsOf = ({ spec }: Manifest) => spec.template.spec
/** What both services need, and what is for one alone: notification cannot sign a token. */
const secretsOf = ({ kind, metadata: { name } }: Manifest) =>
  (kind === 'Job' ? ['gatehouse'] : ['gatehouse', name]).map((name) => ({ secretRef: { name } }))

/** The class of this kind, which knows its schema. */
async function schemaOf({ apiVersion, kind }: Manifest) {
  const library = apiVersion.startsWith('keda.sh') ? '@kubernetes-models/keda' : 'kubernetes-models'
  const module = await import(`${library}/${apiVersion}`)
  return module[kind] as new (
    manifest: Manifest
  ) => { validate: () => void }
}

for (const manifest of all) {
  t.test(`${manifest.kind} ${manifest.metadata.name} is what its schema says`, async (t) => {
    const Schema = await schemaOf(manifest)
    t.doesNotThrow(() => new Schema(manifest).validate())
    const broken = { ...manifest, metadata: { name: 5 } } as unknown as Manifest
    t.throws(() => new Schema(broken).validate(), 'and the schema refuses what is not')
  })
}

t.test('every file is used, and every file that is named is there', async (t) => {
  for (const folder of FOLDERS) {
    const { resources, configMapGenerator = [] } = kustomization(folder)
    const own = resources.filter((name) => !name.startsWith('../'))
    const named = [...own, ...configMapGenerator.flatMap(({ envs }) => envs)]
    const there = files(folder).filter((name) => name !== 'kustomization.yaml' && !name.includes('example'))
    t.same(there.toSorted(), named.toSorted(), folder)
  }
})

t.test('what is selected, exposed and scaled is there', async (t) => {
  const deployments = ofKind('Deployment')
  const names = deployments.map(({ metadata }) => metadata.name)
  t.same(names, ['identity', 'notification'])
  for (const { metadata, spec } of deployments) {
    const { labels } = spec.template.metadata
    const others = [...ofKind('Service'), ...ofKind('PodDisruptionBudget')]
    const about = others.filter(({ metadata: { name } }) => name === metadata.name)
    t.same(spec.selector.matchLabels, labels)
    t.same(
      about.map(({ spec: { selector } }) => selector.matchLabels ?? selector),
      [labels, labels]
    )
  }
  for (const { spec } of [...ofKind('HorizontalPodAutoscaler'), ...ofKind('ScaledObject')]) {
    t.ok(names.includes(spec.scaleTargetRef.name))
  }
})

t.test('every pod runs without root, without privileges and without a writable file system', async (t) => {
  for (const workload of [...ofKind('Deployment'), ...ofKind('Job')]) {
    const { securityContext, containers, automountServiceAccountToken } = podsOf(workload)
    t.match(securityContext, { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } })
    t.equal(automountServiceAccountToken, false)
    for (const { securityContext, resources, envFrom, image } of containers) {
      const locked = { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } }
      t.same(securityContext, locked)
      t.ok(resources.requests && resources.limits.memory)
      t.same(envFrom, [{ configMapRef: { name: 'gatehouse' } }, ...secretsOf(workload)])
      t.ok(kustomization('base').images?.some(({ name }) => name === image))
    }
  }
})

t.test('a pod has as long to end as a service takes', async (t) => {
  const { SHUTDOWN_DELAY } = settingsIn('base', 'settings.env')
  for (const workload of ofKind('Deployment')) {
    t.ok(podsOf(workload).terminationGracePeriodSeconds > Number(SHUTDOWN_DELAY) + 10)
  }
})

t.test('with its secrets filled in, each service takes the settings for production', async (t) => {
  const filled: Record<string, string> = {
    DATABASE_URL: 'postgres://gatehouse:secret@postgres.example.com:5432/gatehouse?sslmode=verify-full',
    QUEUE_URL: 'rediss://user:secret@redis.example.com:6379',
    IDENTITY_SECRET: Buffer.alloc(32, 1).toString('base64'),
    MESSAGE_SEALING_KEY: Buffer.alloc(32, 2).toString('base64'),
    OPS_USERS: await makeEntry('ada', 'operator', 'a password for the dashboards'),
    TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
    TWILIO_AUTH_TOKEN: 'token',
    TWILIO_PHONE_NUMBER: '+15005550006'
  }
  const settingsOf = (service: string) => {
    const names = ['gatehouse', service].flatMap((name) =>
      Object.keys(settingsIn('base', `${name}.secret.example.env`))
    )
    const secrets = Object.fromEntries(names.map((name) => [name, filled[name]]))
    return { ...settingsIn('base', 'settings.env'), ...secrets, [`${service.toUpperCase()}_HOST`]: '0.0.0.0' }
  }
  t.equal(readIdentity(settingsOf('identity')).NODE_ENV, 'production')
  t.equal(readNotification(settingsOf('notification')).NODE_ENV, 'production')
  t.notOk('IDENTITY_SECRET' in settingsOf('notification'))
})

t.test('what comes before the services of a new version is everything but them', async (t) => {
  const isService = ({ metadata }: Manifest) => metadata.labels?.['app.kubernetes.io/component'] === 'service'
  t.same(all.filter(isService), ofKind('Deployment'))
  const words = readFileSync(join(KUBERNETES, 'base/migrate.yaml'), 'utf8')
  t.match(words, '--selector app.kubernetes.io/component!=service')
})

t.test('workers scale by metrics that there are', async (t) => {
  const query = readFileSync(join(KUBERNETES, 'queue-age/workers.yaml'), 'utf8')
  const known = readFileSync(join(KUBERNETES, '../../docs/metrics.md'), 'utf8')
  const names = query.match(/gatehouse_\w+/g) ?? []
  t.ok(names.length > 0)
  for (const name of names) t.match(known, `\`${name}\``)
})
