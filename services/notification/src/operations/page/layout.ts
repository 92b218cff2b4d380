import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Operator } from '@gatehouse/platform/operators/operator'
import { html } from 'ghtml'
import { pageHeaders } from '../../plugins/page-headers.ts'

export const SECTIONS = {
  overview: { path: '/ops/', name: 'Overview' },
  messages: { path: '/ops/messages/', name: 'Messages' },
  queues: { path: '/ops/queues/', name: 'Queues' },
  actions: { path: '/ops/actions/', name: 'Actions' }
} as const
export type Section = keyof typeof SECTIONS

const read = (name: string) => readFileSync(join(import.meta.dirname, name), 'utf8')
const style = ['frame.css', 'parts.css', 'overview.css', 'charts.css'].map(read).join('')
const script = read('ops.js')

/** `reply.headers(PAGE_HEADERS)` before what `page` answers is sent. */
export const PAGE_HEADERS = pageHeaders({ style, script, hasForms: true })

export type Page = { title: string; section: Section; operator: Operator; content: string }

/**
 * One page for operators, whole in one answer. `content` is HTML, made by ghtml's `html`, which escapes.
 *
 * Two things happen in it by the page's own script, and both are left out without one: each
 * `<time datetime="…">` is told in the reader's zone, and each element with an id and `data-live` is kept as the server
 * would answer it now, by asking for the same page again.
 */
export const page = ({ title, section, operator, content }: Page) => html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>${title} · Gatehouse</title>
<style>!${style}</style>
</head>
<body>
<a class="skip" href="#content">Skip to content</a>
<header class="top">
<strong class="brand">Gatehouse</strong>
<nav aria-label="Sections">!${links(section)}</nav>
<p class="who">${operator.name} <span class="muted">${operator.role}</span></p>
</header>
<p class="away" id="away" role="status" hidden></p>
<main id="content">
!${content}
</main>
<footer class="muted">Times are in <span data-zone>UTC</span>.</footer>
<script>!${script}</script>
</body>
</html>
`

const links = (current: Section) =>
  Object.entries(SECTIONS)
    .map(([section, { path, name }]) =>
      section === current
        ? html`<a href="${path}" aria-current="page">${name}</a>`
        : html`<a href="${path}">${name}</a>`
    )
    .join('')

const FORMS = {
  day: { dateStyle: 'medium', timeStyle: 'medium' },
  time: { timeStyle: 'medium' },
  minute: { hour: '2-digit', minute: '2-digit' },
  dayMinute: { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' }
} as const
export type Form = keyof typeof FORMS

const formats = Object.fromEntries(
  Object.entries(FORMS).map(([name, form]) => [name, new Intl.DateTimeFormat('en-GB', { ...form, timeZone: 'UTC' })])
)

/** A moment: in UTC, and by the script in the reader's zone. `day`: with its date. */
export const moment = (at: Date, form: Form = 'day') =>
  html`<time datetime="${at.toISOString()}" data-form="${form}">${formats[form]?.format(at) ?? ''}</time>`
