import { existsSync, readFileSync } from 'node:fs'

const LOOK_EVERY_MS = 300

/** Where no terminal shows tap's own display: a line for every test file as it ends. */
export function showProgress(tapFile: string): () => void {
  let shown = 0
  const show = () => {
    const lines = existsSync(tapFile) ? finishedFiles(readFileSync(tapFile, 'utf8')) : []
    for (const line of lines.slice(shown)) process.stdout.write(`${line}\n`)
    shown = lines.length
  }
  const timer = setInterval(show, LOOK_EVERY_MS)
  return () => {
    clearInterval(timer)
    show()
  }
}

function finishedFiles(tapOutput: string) {
  const results = tapOutput.matchAll(/^(not ok|ok) \d+ - (\S+)(?: # time=(\S+))?/gm)
  return [...results].map(
    ([, result, file, time]) => `  ${result === 'ok' ? 'ok    ' : 'FAILED'}  ${file}  ${time ?? ''}`
  )
}
