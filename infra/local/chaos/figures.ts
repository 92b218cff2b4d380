import { existsSync, mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Figures } from '../../../packages/end-to-end/chaos/scene/figures.ts'

/** Where the cases, each a process of its own, leave their figures. */
export const newFiguresFile = () => join(mkdtempSync(join(tmpdir(), 'gatehouse-chaos-figures-')), 'figures.jsonl')

/** Where those that take long say how they stand. */
export const wordsFile = (figuresFile: string) => join(dirname(figuresFile), 'words')

export const readFigures = (file: string): Figures[] =>
  existsSync(file)
    ? readFileSync(file, 'utf8')
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line))
    : []
