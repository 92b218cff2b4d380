import { describe, StartFault, say } from '@gatehouse/platform/command/say'
import { runEmbedded } from '../postgres/run-embedded.ts'
import { url } from './address.ts'
import { banner } from './banner.ts'
import { checkPorts } from './check-ports.ts'
import { claimDataFolder } from './claim-data-folder.ts'
import type { Closing } from './closing.ts'
import { closing } from './closing.ts'
import type { Environment, Settings } from './settings.ts'
import { readSettings } from './settings.ts'
import { startServices } from './start-services.ts'
import { unlessStopped } from './stop-request.ts'
import { waitUntilReady } from './wait-until-ready.ts'

export type Stack = {
  root: string
  environment: Environment
  identity: string
  notification: string
  /** What is wrong with the settings, one sentence each. */
  checkSettings: (environment: Environment) => Promise<string[]>
  loadMigrations: () => Promise<{ migrateDatabase: (databaseUrl: string, queueUrl: string) => Promise<unknown> }>
  stop: AbortSignal
}

/** Runs everything until it is told to stop, and closes everything that it has opened. Answers the exit code. */
export async function runStack(stack: Stack): Promise<number> {
  const opened = closing()
  try {
    await open(stack, opened)
    return 0
  } catch (error) {
    if (stack.stop.aborted) return 0
    say(describe(error))
    return 1
  } finally {
    await opened.run()
    if (stack.stop.aborted) say('stopped.')
  }
}

async function open(stack: Stack, opened: Closing) {
  const { root, environment, stop } = stack
  const faults = await stack.checkSettings(environment)
  if (faults.length > 0)
    throw new StartFault(`the settings are not valid:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`)
  const settings = readSettings(root, environment)
  const { afterCrash } = await claimDataFolder(settings, opened)
  await checkPorts(settings, afterCrash, stop)
  // Takes about as long as starting the database, so both at once.
  const migrations = stack.loadMigrations()
  migrations.catch(() => {})
  const database = settings.databaseUrl ? undefined : await runEmbedded(settings.dataFolder, opened, stop)
  const databaseUrl = settings.databaseUrl ?? database?.url ?? ''
  const queueUrl = settings.queueUrl ?? databaseUrl
  const { migrateDatabase } = await migrations
  await unlessStopped(migrateDatabase(databaseUrl, queueUrl), stop)
  const addresses = { DATABASE_URL: databaseUrl, QUEUE_URL: queueUrl, ...publicAddress(settings, environment) }
  const env = { ...environment, ...addresses, DATA_DIR: settings.dataFolder }
  const lost = Promise.race([startServices(services(stack), env, root, opened), ...(database ? [database.lost] : [])])
  const ready = Promise.all([
    waitUntilReady('identity', settings.identity, stop),
    waitUntilReady('notification', settings.notification, stop)
  ])
  await unlessStopped(Promise.race([ready, lost]), stop)
  process.stdout.write(banner(settings, performance.now() / 1000))
  await unlessStopped(lost, stop)
}

const services = ({ identity, notification }: Stack) => [
  { name: 'identity', script: identity },
  { name: 'notification', script: notification }
]

/** On another port the default public address would be wrong. */
const publicAddress = ({ identity }: Settings, { PUBLIC_URL }: Environment) =>
  PUBLIC_URL?.trim() || identity.port === 8000 ? {} : { PUBLIC_URL: url(identity) }
