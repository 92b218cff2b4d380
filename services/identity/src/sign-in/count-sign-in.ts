import { countOutcome } from '@gatehouse/platform/metrics/outcomes'
import { Counter } from 'prom-client'

const signIns = new Counter({
  name: 'gatehouse_sign_ins_total',
  help: 'Sign-ins by way (password or the name of a provider) and outcome (success, or the code of the refusal).',
  labelNames: ['provider', 'outcome']
})

/** Does what `work` does, and counts how the sign-in ended. */
export const countSignIn = <T>(provider: string, work: () => Promise<T>): Promise<T> =>
  countOutcome(signIns, { provider }, work)
