import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CountryCounts } from '../delivery/count-messages.ts'
import { pageHeaders } from '../plugins/page-headers.ts'
import type { Health } from '../providers/provider.ts'

const REFRESH_SECONDS = 5
const COLUMNS = ['waiting', 'sent', 'failed', 'expired', 'verified', 'in_doubt'] as const

export type Overview = {
  countries: CountryCounts[]
  oldestWaitingSeconds: number | null
  providers: { name: string; health: Health | undefined }[]
}

const style = readFileSync(join(import.meta.dirname, 'page', 'overview.css'), 'utf8')

export const overviewHeaders = pageHeaders({ style })

/** The overview as one page without a script. Everything in it is a number or a name of ours: nothing to escape. */
export const overviewPage = ({ countries, oldestWaitingSeconds, providers }: Overview) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="${REFRESH_SECONDS}">
<title>Gatehouse: messages</title>
<style>${style}</style>
</head>
<body>
<h1>Messages of the last 24 hours</h1>
<p>${oldestWaitingSeconds === null ? 'Nothing waits.' : `The oldest waits for ${oldestWaitingSeconds} s.`}
Providers, in order: ${providers.map(provider).join(', ')}.</p>
${countries.length === 0 ? '<p>No message yet.</p>' : table(countries)}
</body>
</html>
`

const provider = ({ name, health }: Overview['providers'][number]) =>
  health ? `${name} (circuit ${health.circuit.replace('_', ' ')} since ${health.since.toISOString()})` : name

const table = (countries: CountryCounts[]) => `<table>
<tr><th>country</th>${COLUMNS.map((column) => `<th>${column.replace('_', ' ')}</th>`).join('')}<th>conversion</th></tr>
${countries.map(row).join('\n')}
</table>`

const row = (counts: CountryCounts) =>
  `<tr><td>${counts.country}</td>${COLUMNS.map((column) => `<td>${counts[column]}</td>`).join('')}<td>${conversion(counts)}</td></tr>`

// Of the messages that a provider took, how many were typed in.
const conversion = ({ sent, verified }: CountryCounts) =>
  sent === 0 ? '–' : `${Math.round((100 * verified) / sent)} %`
