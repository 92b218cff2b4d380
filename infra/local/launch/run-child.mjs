import { spawn } from 'node:child_process'
import { constants } from 'node:os'

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP']

/**
 * Runs a program on our terminal, passes our signals on and never ends before it. Answers its exit code (128 and the
 * signal's number if a signal ended it).
 *
 * `group`: the program and all that it starts get the signals together, and Ctrl-C reaches them only through us.
 * `channel`: the program sees our end, even by kill -9, as a closed IPC channel.
 */
export function runChild(command, args, { group = false, channel = false, ...options } = {}) {
  const stdio = [group ? 'ignore' : 'inherit', 'inherit', 'inherit', ...(channel ? ['ipc'] : [])]
  const child = spawn(command, args, { stdio, detached: group, ...options })
  const passOn = (signal) => {
    if (child.exitCode !== null || !child.pid) return
    group ? signalGroup(child.pid, signal) : child.kill(signal)
  }
  for (const signal of SIGNALS) process.on(signal, passOn)
  return new Promise((resolve, reject) => {
    child.once('error', (error) => reject(new Error(`${command} could not be started (${error.code}).`)))
    child.once('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal]))
  }).finally(() => {
    for (const signal of SIGNALS) process.off(signal, passOn)
  })
}

function signalGroup(pid, signal) {
  try {
    process.kill(-pid, signal)
  } catch (error) {
    if (error.code !== 'ESRCH') throw error
  }
}
