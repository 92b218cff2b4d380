import { appendFileSync } from 'node:fs'

/** One line of the table that the suite prints at its end. */
export type Figures = {
  id: string
  fault: string
  home: string
  sends: number
  accepted: number
  duplicates: number
  lost: number
  /** From the end of the fault until every message had its end; null where nothing was sent. */
  recoverySeconds: number | null
  slowestAnswerMs: number
  isAmbiguous: boolean
}

/** Keeps a case's figures for the table: files of the suite run as processes of their own. */
export function keepFigures(figures: Figures) {
  const file = process.env.CHAOS_FIGURES
  if (file) appendFileSync(file, `${JSON.stringify(figures)}\n`)
}

/** Says how a case that takes long stands. */
export function say(words: string) {
  const file = process.env.CHAOS_WORDS
  if (file) appendFileSync(file, `${words}\n`)
}
