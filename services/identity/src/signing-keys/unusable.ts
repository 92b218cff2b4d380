import { ConfigurationFault } from '@gatehouse/platform/config/configuration-fault'
import { UnknownKey } from '@gatehouse/platform/keys/seal'

// No table, or one as an earlier version left it.
const NOT_MIGRATED = ['TableNotFoundException', 'InvalidFieldNameException']

/** A database without our tables, or with keys that no secret opens, stays unusable. One that is away comes back. */
export function refuseUnusable(error: unknown) {
  const { name } = error as Error
  if (NOT_MIGRATED.includes(name)) throw new ConfigurationFault(['DATABASE_URL: run npm run migrate first'])
  if (error instanceof UnknownKey) {
    throw new ConfigurationFault([
      'IDENTITY_SECRET: must still hold the secret under which the signing keys are sealed'
    ])
  }
}
