import type { Logger } from '@gatehouse/platform/log'
import type { Drain } from './drain.ts'
import { startDrain } from './drain.ts'
import type { Route } from './hand-over.ts'
import { handOver } from './hand-over.ts'

/** Brings hand-offs to the queue, and does not give up until the queue has them. */
export const startRelay = (route: Route, log: Logger): Drain => startDrain('hand-off', () => handOver(route), log)
