import type { Logger } from '../log.ts'

const TOO_LATE_MS = 60_000

type Seen = PromiseSettledResult<{ isReplica: boolean }>

/** Says in the log when a replica goes, falls behind and comes back, and not each second. */
export function tellReplica(log: Pick<Logger, 'warn' | 'info'>) {
  let told: 'current' | 'away' | 'behind' = 'current'
  const turned = (to: typeof told) => {
    const isNew = told !== to
    told = to
    return isNew
  }
  return (seen: Seen, lateMs: number) => {
    if (seen.status === 'rejected') {
      if (turned('away'))
        log.warn(reasonOf(seen.reason), 'the replica does not answer: pages are read from the primary')
    } else if (lateMs > TOO_LATE_MS) {
      const known = { behind_seconds: Math.round(lateMs / 1000), is_replica: seen.value.isReplica }
      if (turned('behind'))
        log.warn(known, 'the replica is behind, or not of this database: pages are read from the primary')
    } else if (turned('current')) log.info('the replica is current again')
  }
}

// A code says enough (28P01: wrong password, 42P01: not migrated, ECONNREFUSED); a message may quote the address.
const reasonOf = ({ code, name }: Error & { code?: string }) => ({ reason: code ?? name })
