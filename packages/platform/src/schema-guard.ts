import type { Static, TSchema } from 'typebox'
import { Compile } from 'typebox/compile'

/** Makes the check of a schema of the contract, for values that no route validates, such as what a provider claims. */
export function schemaGuard<T extends TSchema>(schema: T): (value: unknown) => value is Static<T> {
  const validator = Compile(schema)
  return (value): value is Static<T> => validator.Check(value)
}
