import { readdirSync } from 'node:fs'
import { join } from 'node:path'

export const SOAK = 'soak'

// In which many people ask at once: the last, when little else runs beside them.
const CROWDS = 'crowds'

/**
 * The files of the cases that are named (`C2`, `cluster`, `soak`), or of all but the soak, which takes its time: a file
 * begins with its case's number or name, as `c02-…` or `cluster-…`.
 */
export const chooseCases = (folder: string, names: string[]): string[] =>
  [folder, join(folder, CROWDS)].flatMap((part) => chooseIn(part, names))

const chooseIn = (folder: string, names: string[]) =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.test.ts'))
    .filter((file) => (names.length === 0 ? !isOf(file, SOAK) : names.some((name) => isOf(file, name))))
    .sort()
    .map((file) => join(folder, file))

const isOf = (file: string, name: string) => idIn(file) === idIn(name)
const idIn = (text: string) => /^(c\d+|[a-z]+)/i.exec(text)?.[1]?.toLowerCase().replace(/^c0+/, 'c')
