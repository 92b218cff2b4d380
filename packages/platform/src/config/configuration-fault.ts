/** EX_CONFIG of sysexits(3): tells a supervisor that starting again will not help. */
export const EXIT_CONFIGURATION = 78

/** Everything that is wrong with the settings, each as one sentence that names the variable and never its value. */
export class ConfigurationFault extends Error {
  readonly faults: string[]
  constructor(faults: string[]) {
    super(`The settings are not valid:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`)
    this.name = 'ConfigurationFault'
    this.faults = faults
  }
}
