import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../fixtures/run-process.ts'
import type { Block } from './markdown.ts'
import { fencedBlocks } from './markdown.ts'

const blocks = fencedBlocks(readFileSync(join(ROOT, 'README.md'), 'utf8'))
const lines = (block: Block) => block.text.split('\n')

const KINDS = {
  start: ({ text }: Block) => text === 'npm start',
  test: ({ text }: Block) => text === 'npm test',
  settings: (block: Block) => lines(block).every((line) => /^[A-Z][A-Z_]*=[^$]*$/.test(line)),
  containers: ({ text }: Block) => text === 'docker compose up',
  production: (block: Block) => lines(block).every((line) => /^npm run \w+$/.test(line))
}

const isCommand = ({ language }: Block) => language === 'bash'
const ofKind = (kind: keyof typeof KINDS) => blocks.filter((block) => isCommand(block) && KINDS[kind](block))

export const START = ofKind('start')
export const TEST = ofKind('test')
export const SETTINGS = ofKind('settings').map((block) =>
  Object.fromEntries(lines(block).map((line) => line.split(/=(.*)/).slice(0, 2) as [string, string]))
)
export const PRODUCTION = ofKind('production').map(lines)

export type Typed = { command: string; line: number; printed: unknown }

/** Every other block of commands, each with the answer that is printed right below it, if one is. */
export const TYPED: Typed[] = blocks.flatMap((block, index) => {
  if (!isCommand(block) || Object.values(KINDS).some((isOne) => isOne(block))) return []
  const next = blocks[index + 1]
  const printed = next?.language === 'json' ? JSON.parse(next.text) : undefined
  return [{ command: block.text, line: block.line, printed }]
})

/** Answers that stand below no command, which nothing could check. */
export const STRAY_ANSWERS = blocks.filter(
  ({ language }, index) => language === 'json' && !TYPED.some(({ line }) => line === blocks[index - 1]?.line)
)
