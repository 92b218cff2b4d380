import t from 'tap'
import { ROOT } from '../test/fixtures/run-process.ts'
import { CADDY } from '../test/gateway/gateways.ts'
import { chaosCase } from './scene/chaos-case.ts'
import { say } from './scene/figures.ts'
import { checkOut } from './upgrade/check-out.ts'
import { leavesInOrder } from './upgrade/closed-doors.ts'
import { upgrade } from './upgrade/upgrade.ts'
import { versionBefore } from './upgrade/version-before.ts'

const before = await versionBefore(process.env.UPGRADE_FROM)
say(`upgrade: from ${before.words}`)
t.comment(`from ${before.words}`)
const [old, inOrder] = [await checkOut(before.commit), await leavesInOrder(before.commit)]
if (!inOrder) say('upgrade: that version closes its door at SIGTERM; what meets it there is counted apart')

// One home after the other: two versions of everything are enough for a machine.
t.jobs = 1

const scene = {
  checkout: old,
  identities: [{}, {}],
  notifications: [{}, {}],
  env: { RATE_LIMITS: 'off', LOG_LEVEL: 'info', SHUTDOWN_DELAY: '2' }
}
const fault = `every process is replaced by another version, there, back and there (from ${before.commit.slice(0, 7)})`

chaosCase({ id: 'upgrade', fault, scene, missing: CADDY.missing }, (scene) =>
  upgrade(scene, { old, new: ROOT }, inOrder)
)
