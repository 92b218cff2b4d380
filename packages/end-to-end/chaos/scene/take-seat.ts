import { setTimeout as pause } from 'node:timers/promises'
import { POSTGRES } from '../../test/fixtures/backends.ts'
import { openConnection } from './own-connection.ts'

const LOOK_EVERY_MS = 100

/**
 * Waits until one of so many seats is free, among all cases that run: a lock of the suite's database holds it, also for a
 * case that dies. One that is shared is free as long as nobody has it alone. @returns what gives it back
 */
export async function takeSeat(name: string, seats: number, { isShared = false } = {}): Promise<() => Promise<void>> {
  const take = isShared ? 'pg_try_advisory_lock_shared' : 'pg_try_advisory_lock'
  const connection = await openConnection(POSTGRES.serverUrl)
  for (let seat = 0; ; seat = (seat + 1) % seats) {
    const [row] = await connection.query(`select ${take}(hashtext($1), $2) as taken`, [name, seat])
    if ((row as { taken: boolean }).taken) return connection.end
    await pause(LOOK_EVERY_MS)
  }
}
