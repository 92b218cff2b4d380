import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../../test/fixtures/run-process.ts'
import type { Service } from '../../test/fixtures/service.ts'
import { until } from '../../test/fixtures/until.ts'
import { openDebugger } from './open-debugger.ts'

/** A line of a file of the product, by words that stand on it and on no other. */
export type Line = { file: string; words: string }

/** Freezes a running process, with all that it does, when it comes to this line: between two lines of its code. */
export async function freezeAt(service: Service, { file, words }: Line) {
  const lines = readFileSync(join(ROOT, file), 'utf8').split('\n')
  const numbers = [...lines.keys()].filter((number) => lines[number]?.includes(words))
  if (numbers.length !== 1) throw new Error(`${numbers.length} lines of ${file} say: ${words}`)
  const debug = await openDebugger(service)
  await debug.call('Debugger.enable')
  await debug.call('Debugger.setBreakpointByUrl', { urlRegex: `${file}$`, lineNumber: numbers[0] })
  return {
    /** Waits until it stands there. */
    reached: () => until(`it comes to ${file}`, () => debug.hasHeard('Debugger.paused')),
    letGo: async () => {
      await debug.call('Debugger.disable') // Takes the breakpoint away, and lets it go on.
      debug.close()
    }
  }
}
