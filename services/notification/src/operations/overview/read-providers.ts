import type { EntityManager } from '@mikro-orm/postgresql'
import type { Deps } from '../../deps.ts'
import type { Health } from '../../providers/provider.ts'

const SEEN_WITHIN_SECONDS = 60
const WORST_FIRST: Health['circuit'][] = ['open', 'half_open', 'closed']

type Seen = Health & { process: string; provider: string }
/** Without a circuit: one that calls nobody. */
export type ProviderState = { name: string; health: Health | undefined; processes: number; alike: number }

/**
 * How each provider does: the worst that one of the processes sees, and how many see the same. Of this process it is
 * what is so now, of the others what they wrote down last.
 */
export async function readProviders(em: EntityManager, { providers, workerId }: Pick<Deps, 'providers' | 'workerId'>) {
  const others: Seen[] = await em.execute(
    `select process, provider, circuit, since from notification.provider_states
     where process <> ? and seen_at > clock_timestamp() - make_interval(secs => ?)`,
    [workerId, SEEN_WITHIN_SECONDS]
  )
  const own = providers.map(({ name, health }) => ({ process: workerId, provider: name, health: health?.() }))
  const seen = [
    ...own,
    ...others.map(({ circuit, since, ...rest }) => ({ ...rest, health: { circuit, since: new Date(since) } }))
  ]
  const names = [...new Set(seen.map(({ provider }) => provider))]
  return names.map((name) =>
    worst(
      name,
      seen.flatMap(({ provider, health }) => (provider === name && health ? [health] : []))
    )
  )
}

function worst(name: string, seen: Health[]): ProviderState {
  const circuit = WORST_FIRST.find((state) => seen.some((one) => one.circuit === state))
  const alike = seen.filter((one) => one.circuit === circuit)
  const since = new Date(Math.min(...alike.map((one) => one.since.getTime())))
  return { name, health: circuit && { circuit, since }, processes: seen.length, alike: alike.length }
}
