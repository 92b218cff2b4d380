import { existsSync, readFileSync } from 'node:fs'

const LOOK_EVERY_MS = 500

/** Prints what the cases say while they run: they are processes of their own, and their output is tap's. */
export function showWords(file: string): () => void {
  let shown = 0
  const show = () => {
    const words = existsSync(file) ? readFileSync(file, 'utf8') : ''
    process.stdout.write(words.slice(shown))
    shown = words.length
  }
  const timer = setInterval(show, LOOK_EVERY_MS)
  return () => {
    clearInterval(timer)
    show()
  }
}
