import { spawn } from 'node:child_process'
import { say } from '@gatehouse/platform/command/say'
import type { Closing } from './closing.ts'
import type { Environment } from './settings.ts'
import type { Program } from './supervise.ts'
import { supervise } from './supervise.ts'

export type Service = { name: string; script: string }

const EXIT_CONFIGURATION = 78
// A service drains within ten seconds by itself.
const GRACE_MS = 12_000

/** Starts the services; rejects once one of them is given up. Closing lets all of them drain at the same time. */
export function startServices(services: Service[], env: Environment, cwd: string, opened: Closing): Promise<never> {
  const running = services.map((service) => supervise(serviceProgram(service, env, cwd)))
  opened.add(() => {
    say('stopping: the services finish what they have in hand …')
    return Promise.all(running.map(({ stop }) => stop()))
  })
  const lost = Promise.race(running.map((service) => service.lost))
  lost.catch(() => {})
  return lost
}

// Node sizes the space for young objects for servers under load; two idle services on a developer's machine take 80 MB
// less with the smallest.
const FLAGS = ['--max-semi-space-size=1']

// In groups of their own, so that Ctrl-C reaches them only through us. The IPC channel carries nothing: by its closing
// a service learns that we are gone, even by kill -9.
function serviceProgram({ name, script }: Service, env: Environment, cwd: string): Program {
  return {
    name: `the ${name} service`,
    launch: () =>
      spawn(process.execPath, [...FLAGS, script], {
        cwd,
        // For gateways, and longer than our grace may be.
        env: { ...env, SHUTDOWN_DELAY: '0' },
        detached: true,
        stdio: ['ignore', 'inherit', 'inherit', 'ipc']
      }),
    signal: 'SIGTERM',
    graceMs: GRACE_MS,
    lastSignal: 'SIGKILL',
    giveUp: (code) =>
      code === EXIT_CONFIGURATION ? `the ${name} service cannot run like this (see above).` : undefined
  }
}
