import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { say } from '../chaos/scene/figures.ts'
import { ROOT } from '../test/fixtures/run-process.ts'

export type Report = ReturnType<typeof openReport>

/** Keeps the result of a run in docs/, line by line as it comes: the last line of a run that broke off says where. */
export function openReport(file: string, head: string) {
  const rows: string[] = []
  return {
    /** Does one step, says it, and keeps its time and what it found. */
    step: async (what: string, does: () => Promise<string | undefined>) => {
      const startedAt = performance.now()
      const found = (await does()) ?? ''
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
      rows.push(`| ${what} | ${seconds} s | ${found} |`)
      say(`${what}: ${seconds} s ${found}`)
      writeFileSync(join(ROOT, file), `${head}\n| step | took | seen |\n| --- | ---: | --- |\n${rows.join('\n')}\n`)
    }
  }
}
