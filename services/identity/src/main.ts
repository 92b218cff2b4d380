import { closeDatabase, openDatabase } from '@gatehouse/platform/database/open-database'
import { watchClock } from '@gatehouse/platform/database/watch-clock'
import { leave } from '@gatehouse/platform/http/leaving'
import { listen } from '@gatehouse/platform/http/listen'
import { createLog } from '@gatehouse/platform/log'
import { ending } from '@gatehouse/platform/process/ending'
import { runService } from '@gatehouse/platform/process/run-service'
import { openQueueStore } from '@gatehouse/platform/queue/open-queue-store'
import { refuseUnfitStore } from '@gatehouse/platform/queue/unfit-store'
import { startTracing } from '@gatehouse/platform/tracing/start-tracing'
import { createApp } from './app.ts'
import { startConsumers } from './consumers.ts'
import { deriveKeys } from './deps.ts'
import { ENTITIES, SCHEMA } from './entities.ts'
import { startDrain } from './hand-off/drain.ts'
import { startRelay } from './hand-off/relay.ts'
import { openProviders } from './openid/providers.ts'
import { answerResetRequests } from './passwords/answer-reset-requests.ts'
import { jobWriter } from './phone-verification/write-job.ts'
import { identitySettings } from './settings.ts'
import { createKeyring } from './signing-keys/keyring.ts'
import { refuseUnusable } from './signing-keys/unusable.ts'
import { startSweeps } from './sweeps.ts'

await runService(async () => {
  const settings = identitySettings(process.env)
  const log = createLog({
    name: 'identity',
    level: settings.logLevel,
    pretty: !settings.isProduction && process.stdout.isTTY
  })
  const tracing = await startTracing(settings.tracing, 'identity', log)
  const orm = await openDatabase(settings.databaseUrl, SCHEMA, ENTITIES, log)
  const store = openQueueStore(settings.queueUrl, log)
  await refuseUnfitStore(store)
  const fork = () => orm.em.fork()
  const now = () => new Date()
  const keys = deriveKeys(settings.identitySecrets)
  const base = { settings, keys, now, log, keyring: createKeyring(fork, keys.signing, now) }
  const relay = startRelay({ fork, store, now, writeJob: jobWriter(base) }, log)
  const resets = startDrain('password reset', () => answerResetRequests({ ...base, relay }, fork), log)
  const deps = { ...base, relay, resets, providers: openProviders(base) }
  await base.keyring.current().catch(refuseUnusable)
  const app = await createApp(deps, orm, store)
  const consumers = startConsumers(deps, fork, store)
  const sweeps = startSweeps(deps, fork)
  const clock = watchClock({ orm, log })
  await listen(app, 'IDENTITY', settings)
  // The relay after the last request, whose code is handed over at once.
  const answerTheLast = async () => {
    await ending('requests', app.close())
    await ending('resets', resets.stop())
    await ending('relay', relay.stop())
  }
  const stop = async () => {
    const takingIn = consumers.map((consumer) => ending('consumers', consumer.close()))
    const running = [ending('sweeps', sweeps.stop()), ending('clock', clock.stop())]
    await Promise.all([answerTheLast(), ...takingIn, ...running])
    await Promise.all([ending('queue', store.close()), ending('tracing', tracing.stop())])
    await ending('database', closeDatabase(orm))
  }
  return { leave: (hurry) => leave(app, settings.shutdownDelay, hurry), stop, log }
})
