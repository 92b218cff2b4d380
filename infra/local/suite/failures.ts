import type { Result } from 'tap-parser'
import { Parser } from 'tap-parser'

type Failure = Pick<Result, 'fullname' | 'diag'>

/** Every failure of a run once more, by name, place and difference: a long run's own words are far above. */
export function failureWords(tapOutput: string): string {
  const failures = readFailures(tapOutput)
  return failures.length === 0 ? '' : `\nwhat failed:\n${failures.map(describe).join('')}`
}

function readFailures(tapOutput: string): Failure[] {
  const failures: Failure[] = []
  // What failed only because of something in it says nothing new.
  const isExplained = (name: string) => failures.some(({ fullname }) => fullname.startsWith(`${name} > `))
  const watch = (parser: Parser) => {
    parser.on('child', watch)
    parser.on('assert', (result: Result) => {
      if (!result.ok && !result.todo && !result.skip && !isExplained(result.fullname)) failures.push(result)
    })
  }
  const parser = new Parser()
  watch(parser)
  parser.end(tapOutput)
  return failures
}

function describe({ fullname, diag }: Failure): string {
  const { at, diff, error, message } = diag ?? {}
  const place = at?.fileName ? `${at.fileName}:${at.lineNumber}\n` : ''
  const details = [error?.message ?? message, diff].filter(Boolean).join('\n')
  return `  ${fullname}\n${`${place}${details}`.trimEnd().replace(/^(?=.)/gm, '    ')}\n`
}
