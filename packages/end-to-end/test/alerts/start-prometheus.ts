import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Test } from 'tap'
import { findPort } from '../../../../infra/local/postgres/find-port.ts'
import { runProcess } from '../fixtures/run-process.ts'
import type { Service } from '../fixtures/service.ts'
import { until } from '../fixtures/until.ts'
import { PROMETHEUS } from './program.ts'
import { scaledRules } from './scaled-rules.ts'

export type Prometheus = Awaited<ReturnType<typeof startPrometheus>>
export type Alert = { labels: { alertname: string; severity: string }; state: string }
type Series = { metric: Record<string, string>; value: [number, string] }

/** A real Prometheus that scrapes these services every second and judges the scaled rules as often. */
export async function startPrometheus(t: Test, services: Service[]) {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-prometheus-'))
  await writeFile(join(folder, 'rules.yml'), scaledRules())
  await writeFile(join(folder, 'prometheus.yml'), configFor(services))
  const address = `127.0.0.1:${await findPort()}`
  const server = runProcess(PROMETHEUS, argumentsFor(folder, address), {})
  t.teardown(async () => {
    server.signal('SIGTERM')
    await server.exited
    await rm(folder, { recursive: true, force: true })
  })
  await until('Prometheus is ready', async () => {
    if (!server.isRunning()) throw new Error(`Prometheus ended:\n${server.output()}`)
    return (await fetch(`http://${address}/-/ready`).catch(() => undefined))?.ok
  })
  const ask = async <T>(path: string) => {
    const answer = (await (await fetch(`http://${address}/api/v1/${path}`)).json()) as { data: T; error?: string }
    if (answer.error) throw new Error(`${path}: ${answer.error}`)
    return answer.data
  }
  const firing = async () => {
    const { alerts } = await ask<{ alerts: Alert[] }>('alerts')
    return new Set(alerts.filter(({ state }) => state === 'firing').map(({ labels }) => labels.alertname))
  }
  return {
    firing,
    fires: (name: string) => until(`Gatehouse${name} fires`, async () => (await firing()).has(`Gatehouse${name}`), 200),
    ceases: (name: string) =>
      until(`Gatehouse${name} ceases`, async () => !(await firing()).has(`Gatehouse${name}`), 200),
    query: async (query: string) => (await ask<{ result: Series[] }>(`query?query=${encodeURIComponent(query)}`)).result
  }
}

const argumentsFor = (folder: string, address: string) => [
  `--config.file=${folder}/prometheus.yml`,
  `--storage.tsdb.path=${folder}/data`,
  `--web.listen-address=${address}`,
  '--log.level=warn'
]

const configFor = (services: Service[]) => `
global: { scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s }
rule_files: [rules.yml]
scrape_configs:
${services.map(({ name, url }) => `  - { job_name: ${name}, static_configs: [{ targets: ['${new URL(url).host}'] }] }`).join('\n')}
`
