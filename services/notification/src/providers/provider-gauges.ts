import { Gauge } from 'prom-client'
import type { Health, Provider } from './provider.ts'

const STATES = ['closed', 'half_open', 'open'] as const satisfies Health['circuit'][]

/** How the providers do, as far as this process knows. */
export function providerGauges(providers: Provider[]) {
  const circuit = new Gauge({
    name: 'gatehouse_provider_circuit',
    help: 'The state of the circuit of a provider: 1 for the one that it is in.',
    labelNames: ['provider', 'state'],
    registers: [],
    collect() {
      for (const { name: provider, health } of providers)
        for (const state of STATES) this.set({ provider, state }, (health?.().circuit ?? 'closed') === state ? 1 : 0)
    }
  })
  const receipts = new Gauge({
    name: 'gatehouse_provider_receipts',
    help: 'Whether the provider was asked to tell what became of its messages (1).',
    labelNames: ['provider'],
    registers: [],
    collect() {
      for (const { name: provider, status } of providers) this.set({ provider }, status ? 1 : 0)
    }
  })
  return [circuit, receipts]
}
