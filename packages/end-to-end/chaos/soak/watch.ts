import { say as sayOutside } from '../scene/figures.ts'
import type { Scene } from '../scene/open-scene.ts'
import { memoryOf } from './memory.ts'

const EVERY_MS = 15_000
const LOOK_EVERY_MS = 5000

/** Prints how it stands every 15 s, and keeps the memory of the two processes that nobody kills. */
export function watch(scene: Scene, title: string) {
  const { stack, sends } = scene
  const startedAt = performance.now()
  const memory = new Map<string, number[]>([
    ['identity', []],
    ['notification', []]
  ])
  const say = (words: string) => {
    const seconds = Math.round((performance.now() - startedAt) / 1000)
    sayOutside(`${title}, ${`${seconds}`.padStart(3)} s: ${words}`)
  }
  const look = () => {
    for (const service of [stack.identity, stack.notification]) memory.get(service.name)?.push(memoryOf(service))
  }
  const tell = async () => {
    const waiting = await stack.query(`select from identity.sms_messages where status = 'queued'`).catch(() => [])
    const all = [...stack.identities, ...stack.notifications]
    const taken = all.map((service) => (service.isRunning() ? memoryOf(service) : '–')).join(', ')
    const accepted = scene.taken().length
    say(`asked ${sends.length}, accepted ${accepted}, without an end ${waiting.length}, memory ${taken} MB`)
  }
  const timers = [setInterval(look, LOOK_EVERY_MS), setInterval(() => void tell().catch(() => {}), EVERY_MS)]
  const stop = () => {
    for (const timer of timers) clearInterval(timer)
  }
  scene.t.teardown(stop)
  return { memory, say, stop }
}
