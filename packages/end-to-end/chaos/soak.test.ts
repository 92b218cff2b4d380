import { randomInt } from 'node:crypto'
import t from 'tap'
import { chaosCase } from './scene/chaos-case.ts'
import { soak } from './soak/soak.ts'

// One home after the other: each is measured, and then held to what was measured.
t.jobs = 1

const MINUTES = Number(process.env.SOAK_MINUTES || 10)
const SEED = Number(process.env.SOAK_SEED || randomInt(1e6))

const fault = `${MINUTES} minutes of mixed traffic at half of the capacity, a random fault every 15 s (seed ${SEED})`
const scene = {
  identities: [{}, {}],
  notifications: [{}, {}],
  crashableStore: true,
  silenceableStore: true,
  // Requests are logged, and what is left out are the words of the libraries: a soak would be all of them.
  env: { RATE_LIMITS: 'off', LOG_LEVEL: 'info' }
}

chaosCase({ id: 'soak', fault, isAmbiguous: true, scene }, (scene) => soak(scene, MINUTES, SEED))
