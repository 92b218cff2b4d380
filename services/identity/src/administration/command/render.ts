import { printable, printableLines } from '../../command/printable.ts'
import type { Done } from '../perform.ts'
import type { Asked } from './arguments.ts'

type Answered = Pick<Asked, 'name' | 'json' | 'rehearse'>

/** What is written of a command. Of a rehearsal that is no more than would be recorded. */
export function render({ name, json, rehearse }: Answered, { target, details, sentence, shown }: Done): string {
  const more = rehearse ? {} : (shown ?? {})
  if (json) {
    const answer = { action: name, dry_run: rehearse, target, details, ...more }
    // Indented by nothing but line feeds and spaces, which are no part of any value.
    return `${printableLines(JSON.stringify(answer, null, 2))}\n`
  }
  const what = rehearse ? `Dry run, nothing was changed. It would be: ${sentence}.` : `gatehouse: ${sentence}.`
  return `${[printable(what), ...facts(more, '')].join('\n')}\n`
}

/** One line for each value, below the names that lead to it. */
function facts(value: object, indent: string): string[] {
  return Object.entries(value).flatMap(([name, value]) => {
    const label = Array.isArray(value) ? name : `${name}:`
    if (value === null || typeof value !== 'object') return [`${indent}${label} ${printable(String(value ?? '-'))}`]
    if (Array.isArray(value)) return list(`${indent}${name}`, value, indent)
    return [`${indent}${label}`, ...facts(value, `${indent}  `)]
  })
}

function list(heading: string, items: unknown[], indent: string): string[] {
  if (items.length === 0) return [`${heading}: none`]
  const lines = items.map((item) => (isFlat(item) ? `${indent}  - ${row(item)}` : facts(item as object, `${indent}  `)))
  return [`${heading}:`, ...lines.flat()]
}

const isFlat = (item: unknown) =>
  item === null || typeof item !== 'object' || Object.values(item).every((value) => !isDeep(value))
const isDeep = (value: unknown) => value !== null && typeof value === 'object' && Object.values(value).some(isObject)
const isObject = (value: unknown) => value !== null && typeof value === 'object'

// Their values speak for themselves.
const UNNAMED = ['at', 'who', 'service', 'step', 'action', 'event', 'outcome']

function row(item: unknown): string {
  if (!isObject(item)) return text(item)
  return Object.entries(item as object)
    .map(([name, value]) => (name === 'at' ? [name, value ?? 'not yet'] : [name, value]))
    .filter(([, value]) => value !== null)
    .map(([name, value]) => (UNNAMED.includes(name) ? text(value) : `${name} ${text(value)}`))
    .join(' · ')
}

// In quotes where it could be taken for more than one value.
const text = (value: unknown) =>
  printable(isObject(value) || /·|^$/.test(String(value)) ? JSON.stringify(value) : String(value))
