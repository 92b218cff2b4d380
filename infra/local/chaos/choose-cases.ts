import { readdirSync } from 'node:fs'
import { join } from 'node:path'

/** The files of the cases that are named (`C2`), or of all: a file begins with its case's number, as `c02-…`. */
export const chooseCases = (folder: string, names: string[]): string[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.test.ts') && (names.length === 0 || names.some((name) => isOf(file, name))))
    .sort()
    .map((file) => join(folder, file))

const isOf = (file: string, name: string) => numberIn(file) === numberIn(name)
const numberIn = (text: string) => Number(/^c0*(\d+)/i.exec(text)?.[1] ?? Number.NaN)
