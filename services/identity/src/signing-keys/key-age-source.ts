import type { Reading } from '@gatehouse/platform/metrics/sampler'
import type { EntityManager } from '@mikro-orm/postgresql'
import { Gauge } from 'prom-client'
import { SigningKeyEntity } from './signing-key.entity.ts'
import { IN_STATE } from './state.ts'

/** How long the current key has been signing. */
export function keyAgeGauges() {
  const age = new Gauge({
    name: 'gatehouse_signing_key_age_seconds',
    help: 'How long the current signing key has been in use.',
    registers: []
  })
  const read = async (em: EntityManager, now: Date): Promise<Reading[]> => {
    const current = await em.findOne(SigningKeyEntity, IN_STATE.current, { fields: ['currentSince'] })
    const since = current?.currentSince
    return since ? [{ gauge: age, value: (now.getTime() - since.getTime()) / 1000 }] : []
  }
  return { gauges: [age], read }
}
