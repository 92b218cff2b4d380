import type { ChildProcess } from 'node:child_process'
import { StartFault, say } from '@gatehouse/platform/command/say'
import { nextWait } from './back-off.ts'
import type { Ending } from './end-process.ts'
import { endProcess } from './end-process.ts'

export type Program = Ending & {
  launch: () => ChildProcess
  /** Why starting it again will not help; undefined if it may. */
  giveUp: (exitCode: number | null) => string | undefined
}

/** `lost` rejects once the program is given up; `stop` resolves when it has ended for good. */
export type Supervised = { lost: Promise<never>; stop: () => Promise<void> }

/** Keeps a program running: one that dies is started again, after a growing pause. */
export function supervise(program: Program): Supervised {
  const { promise: lost, reject } = Promise.withResolvers<never>()
  lost.catch(() => {})
  let child: ChildProcess
  let restart: NodeJS.Timeout | undefined
  let wait = 0
  let stopping = false

  const launch = () => {
    const startedAt = Date.now()
    child = program.launch()
    child.once('error', (error) => reject(new StartFault(`${program.name} cannot be started: ${error.message}`)))
    child.once('exit', (code, signal) => ended(code, signal, Date.now() - startedAt))
  }
  const ended = (code: number | null, signal: string | null, livedMs: number) => {
    if (stopping) return
    const reason = program.giveUp(code)
    if (reason) return reject(new StartFault(reason))
    wait = nextWait(wait, livedMs)
    say(`${program.name} ended (${signal ?? `exit code ${code}`}); it is started again in ${wait / 1000} s.`)
    restart = setTimeout(launch, wait)
  }
  const stop = () => {
    stopping = true
    clearTimeout(restart)
    return endProcess(child, program)
  }

  launch()
  return { lost, stop }
}
