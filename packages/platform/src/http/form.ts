import { Refusal } from '../refusal.ts'
import { MAX_FIELDS, refuseTooManyFields } from './field-limit.ts'

/** The fields of a form body. Whatever would be dropped or changed on the way is refused by name. */
export function readForm(body: string): Record<string, string> {
  refuseTooManyFields(body.split('&', MAX_FIELDS + 1).length)
  const faults: Record<string, string[]> = {}
  const fields = new Map<string, string>()
  for (const [key, value] of pairs(body)) {
    if (key === null || value === null) faults[key ?? 'body'] = ['must be text in UTF-8, percent-encoded']
    else if (fields.has(key)) faults[key] = ['is given more than once']
    else fields.set(key, value)
  }
  if (Object.keys(faults).length > 0) throw new Refusal('validation_failed', faults)
  return Object.fromEntries(fields)
}

const pairs = (body: string) =>
  body
    .split('&')
    .filter(Boolean)
    .map((pair) => {
      const [key = '', ...value] = pair.split('=')
      return [decoded(key), decoded(value.join('='))] as const
    })

// URLSearchParams puts a question mark where it cannot decode.
function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return null
  }
}
