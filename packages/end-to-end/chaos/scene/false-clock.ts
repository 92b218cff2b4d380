import { existsSync } from 'node:fs'

// Where Debian's libfaketime puts it.
const LIBRARIES = ['x86_64', 'aarch64'].map((machine) => `/usr/lib/${machine}-linux-gnu/faketime/libfaketime.so.1`)
const library = LIBRARIES.find((path) => existsSync(path))

/** A sentence if this machine cannot give a process a false clock. */
export const noFalseClock = library
  ? false
  : 'NOT TESTED HERE: there is no libfaketime. Install it: apt-get install libfaketime'

/**
 * Settings of a process whose wall clock is off by so many seconds. Its monotonic clock stays right: nobody can set that,
 * and timers go by it.
 */
export const clockOffBy = (seconds: number) => ({
  LD_PRELOAD: library,
  FAKETIME: `${seconds < 0 ? '' : '+'}${seconds}s`,
  FAKETIME_DONT_FAKE_MONOTONIC: '1',
  NO_FAKE_STAT: '1'
})
