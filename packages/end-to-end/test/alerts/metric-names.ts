import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../fixtures/run-process.ts'
import { readRules } from './scaled-rules.ts'

export type Asked = { where: string; query: string }
/** What a query asks for: a metric, and the values that it wants its labels to have. */
export type Selector = { metric: string; labels: [name: string, operator: string, value: string][] }

const DASHBOARDS = join(ROOT, 'infra/observability/grafana/dashboards')

type Panel = { title: string; targets: { expr: string }[] }
export type Dashboard = { uid: string; title: string; schemaVersion: number; panels: (Panel & GridPlace)[] }
export type GridPlace = { id: number; type: string; gridPos: { x: number; y: number; w: number; h: number } }

export const dashboards = (): Dashboard[] =>
  readdirSync(DASHBOARDS).map((file) => JSON.parse(readFileSync(join(DASHBOARDS, file), 'utf8')))

/** Every query of every dashboard, with Grafana's own variables filled in. */
export const dashboardQueries = (): Asked[] =>
  dashboards().flatMap(({ title, panels }) =>
    panels.flatMap((panel) =>
      panel.targets.map(({ expr }) => ({
        where: `${title}, ${panel.title}`,
        query: expr.replaceAll('$__rate_interval', '1m')
      }))
    )
  )

/** Every condition of the rules. */
export const ruleQueries = (): Asked[] =>
  [...readRules().matchAll(/^ {6}- alert: (\w+)\n {8}expr: (\|\n(?:^ {10}.*\n)+|.*\n)/gm)].map(
    ([, where = '', expr = '']) => ({
      where,
      query: expr
        .replace(/^\|\n/, '')
        .trim()
        .replace(/^'(.*)'$/s, '$1')
    })
  )

const SELECTOR = /\b([a-z_]\w*)\s*(?:\{([^}]*)\}|(?=[[)\s]|$))/g
const MATCHER = /(\w+)\s*(=~|!~|!=|=)\s*"([^"]*)"/g
const GROUPING = /\s+(by|without)\s*\([^)]*\)\s*/g
const MATCHING = /\b(on|ignoring)\s*\([^)]*\)/g
const NO_METRIC = new Set(['and', 'or', 'unless', 'by', 'on'])

/** What a query asks for. Functions stand before a bracket, words of grouping are taken out. */
export const selectorsIn = (query: string): Selector[] =>
  [...query.replaceAll(GROUPING, '').replaceAll(MATCHING, ' ').matchAll(SELECTOR)]
    .filter(([, metric = '']) => !NO_METRIC.has(metric))
    .map(([, metric = '', matchers = '']) => ({
      metric,
      labels: [...matchers.matchAll(MATCHER)].map(([, name = '', operator = '', value = '']) => [name, operator, value])
    }))
