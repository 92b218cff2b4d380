import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { ROOT } from '../test/fixtures/run-process.ts'

const EXPORTERS = /^(@opentelemetry\/|bullmq-otel$|prom-client$|fastify-metrics$)/

t.test('C35 DOES NOT APPLY YET: no process sends metrics or traces anywhere, so no exporter can be down', async (t) => {
  for (const folder of ['services/identity', 'services/notification', 'packages/platform']) {
    const { dependencies } = JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8'))
    const exporters = Object.keys(dependencies).filter((name) => EXPORTERS.test(name))
    t.same(exporters, [], `${folder}: with an exporter this case has to be written`)
  }
})
