import { invalidField } from '../refusal.ts'

export const MAX_FIELDS = 100

/** Each unknown field is a fault to tell: a body of nothing else would keep the process busy telling them. */
export function refuseTooManyFields(count: number) {
  if (count > MAX_FIELDS) throw invalidField('body', `must not have more than ${MAX_FIELDS} fields`)
}
