import type { ChildProcess } from 'node:child_process'
import { say } from '@gatehouse/platform/command/say'

export type Ending = { name: string; signal: NodeJS.Signals; graceMs: number; lastSignal: NodeJS.Signals }

/** Resolves when it has ended: asked first, and after the grace made to, together with all that it started. */
export async function endProcess(child: ChildProcess, { name, signal, graceMs, lastSignal }: Ending) {
  if (hasEnded(child)) return
  const { promise: ended, resolve } = Promise.withResolvers<void>()
  child.once('exit', () => resolve())
  child.kill(signal)
  const timer = setTimeout(() => {
    say(`${name} has not ended within ${graceMs / 1000} s: ${lastSignal}.`)
    signalGroup(child, lastSignal)
  }, graceMs)
  await ended
  clearTimeout(timer)
}

export const hasEnded = (child: ChildProcess) =>
  child.pid === undefined || child.exitCode !== null || child.signalCode !== null

/** Every program here is started `detached`, as the leader of its own group. */
export function signalGroup(child: ChildProcess, signal: NodeJS.Signals) {
  try {
    if (child.pid) process.kill(-child.pid, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
