import { findProgram } from '../gateway/program.ts'

/** Prometheus and its tool. */
export const PROMETHEUS = findProgram('prometheus') ?? ''
export const PROMTOOL = findProgram('promtool') ?? ''

const SENTENCE = 'NOT TESTED HERE: there is no Prometheus. Install it: apt-get install prometheus'

/** Why what needs them is not tested here. */
export const MISSING = !(PROMETHEUS && PROMTOOL) && SENTENCE
if (MISSING && process.env.GATEHOUSE_REQUIRE_ALL === '1') throw new Error(SENTENCE)
