import { hostname } from 'node:os'
import { SMS_QUEUE, SMS_STATUS_QUEUE } from '@gatehouse/contracts'
import { closeDatabase, openDatabase } from '@gatehouse/platform/database/open-database'
import { openReplica } from '@gatehouse/platform/database/open-replica'
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
import { startSweeps } from './delivery/sweeps.ts'
import { TIMING } from './delivery/timing.ts'
import { ENTITIES, SCHEMA } from './entities.ts'
import { startForgetting } from './forgetting.ts'
import { startHistory } from './operations/history/start-history.ts'
import { chooseProviders } from './providers/choose-providers.ts'
import { notificationSettings } from './settings.ts'
import { startWorkers } from './worker.ts'

await runService(async () => {
  const settings = notificationSettings(process.env)
  const log = createLog({
    name: 'notification',
    level: settings.logLevel,
    pretty: !settings.isProduction && process.stdout.isTTY
  })
  const tracing = await startTracing(settings.tracing, 'notification', log)
  const orm = await openDatabase(settings.databaseUrl, SCHEMA, ENTITIES, log)
  const replica = await openReplica(settings.replicaUrl, orm, SCHEMA, ENTITIES, log)
  const queues = openQueueStore(settings.queueUrl, log)
  await refuseUnfitStore(queues)
  const deps = {
    orm,
    replica,
    sealingKeys: settings.sealingKeys,
    providers: await chooseProviders(settings, { orm, timing: TIMING, log }),
    statuses: queues.producer(SMS_STATUS_QUEUE),
    sends: queues.producer(SMS_QUEUE),
    sender: settings.sender,
    timing: TIMING,
    workerId: `${hostname()}/${process.pid}`,
    log
  }
  const app = createApp(deps, { queues, ...settings })
  await listen(app, 'NOTIFICATION', settings)
  const workers = startWorkers(deps, queues)
  const sweeps = startSweeps(deps)
  const history = startHistory(deps, queues)
  const forgetting = startForgetting(deps)
  const clock = watchClock({ orm, log })
  const running = [sweeps, history, forgetting, clock, ...(replica ? [replica] : [])]

  // What is in hand is finished first, with everything it needs still there.
  const stop = async () => {
    const inHand = workers.map((worker) => ending('workers', worker.close()))
    const rounds = running.map(({ stop }) => ending('rounds', stop()))
    await Promise.all([...inHand, ...rounds, ending('requests', app.close())])
    await Promise.all([ending('queue', queues.close()), ending('tracing', tracing.stop())])
    await ending('database', Promise.all([closeDatabase(orm), replica?.close()]))
  }
  return { leave: (hurry) => leave(app, settings.shutdownDelay, hurry), stop, log }
})
