import { join } from 'node:path'
import type { Test } from 'tap'
import { bash } from '../fixtures/bash.ts'
import { until } from '../fixtures/until.ts'
import type { Typed } from './blocks.ts'
import { holds, jsonValues } from './printed-answer.ts'

export type Place = { folder: string; identityPort: number; notificationPort: number }

/** Runs the block as it stands but for the ports. The shell's TOKEN goes on to the next block, as in one terminal. */
export async function typeLines(t: Test, place: Place, { command, line, printed }: Typed) {
  const name = `README.md:${line} ${command.split('\n')[0]}`
  const run = async () => {
    const { code, stdout, stderr } = await bash(inOneTerminal(command, place))
    if (code) throw new Error(`${name} ended with ${code}:\n${stderr}`)
    const answer = printed === undefined ? undefined : jsonValues(stdout).at(-1)
    return { answer, isAsPrinted: printed === undefined || holds(answer, printed) }
  }
  // What only reads may be typed again, as a person would who is too early.
  const readsOnly = !/-X|-d |TOKEN=/.test(command)
  const right = async () => {
    const ran = await run()
    return ran.isAsPrinted && ran
  }
  const { answer, isAsPrinted } = await (readsOnly ? until(`${name} answers as printed`, right) : run())
  t.ok(isAsPrinted, `${name} answers as printed`, { answer, printed })
}

function inOneTerminal(command: string, { folder, identityPort, notificationPort }: Place) {
  const session = join(folder, 'session')
  const here = command.replaceAll('localhost:8000', `localhost:${identityPort}`)
  return [
    `[ ! -f ${session} ] || . ${session}`,
    here.replaceAll('localhost:8001', `localhost:${notificationPort}`),
    `declare -p TOKEN > ${session}`
  ].join('\n')
}
