import { UnrecoverableError } from 'bullmq'
import type { Static, TSchema } from 'typebox'
import { Compile } from 'typebox/compile'

/**
 * Makes the parser of one kind of job. A queue is an outside input: what does not fit goes to the failed set at once,
 * with the place of the fault and never its value, since error texts lie readable in the store.
 */
export function jobParser<T extends TSchema>(schema: T): (data: unknown) => Static<T> {
  const validator = Compile(schema)
  return (data) => {
    if (validator.Check(data)) return data as Static<T>
    const [fault] = validator.Errors(data)
    throw new UnrecoverableError(`invalid_job: ${fault?.instancePath || '/'} ${fault?.keyword}`)
  }
}
