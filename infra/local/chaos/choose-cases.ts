import { readdirSync } from 'node:fs'
import { join } from 'node:path'

// Each takes its time, and runs when it is named.
const BY_NAME = ['soak', 'upgrade']

// In which many people ask at once: the last, when little else runs beside them.
const CROWDS = 'crowds'

/**
 * The files of the cases that are named (`C2`, `cluster`, `soak`), or of all but those that run by name alone: a file
 * begins with its case's number or name, as `c02-…` or `cluster-…`.
 */
export const chooseCases = (folder: string, names: string[]): string[] =>
  [folder, join(folder, CROWDS)].flatMap((part) => chooseIn(part, names))

const chooseIn = (folder: string, names: string[]) =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.test.ts'))
    .filter((file) => (names.length === 0 ? !isOneOf(BY_NAME)(file) : isOneOf(names)(file)))
    .sort()
    .map((file) => join(folder, file))

const isOneOf = (names: string[]) => (file: string) => names.some((name) => idIn(file) === idIn(name))
const idIn = (text: string) => /^(c\d+|[a-z]+)/i.exec(text)?.[1]?.toLowerCase().replace(/^c0+/, 'c')
