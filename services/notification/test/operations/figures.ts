import { HistoryTally, HistoryTouch } from '../../src/operations/history/history.entity.ts'
import type { World } from '../helpers/world.ts'

const MINUTE_MS = 60_000
const thisMinute = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS
export const at = (minutesAgo: number, seconds = 0) => new Date(thisMinute - minutesAgo * MINUTE_MS + seconds * 1000)

export const tallies = ({ deps }: World, grain: 'minute' | 'hour' = 'minute') =>
  deps.orm.em.fork().find(HistoryTally, { grain }, { orderBy: { start: 1, country: 1, provider: 1 } })
export const touches = ({ deps }: World) => deps.orm.em.fork().count(HistoryTouch)
