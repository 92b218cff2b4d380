import type { FastifyRequest } from 'fastify'
import { Refusal } from '../refusal.ts'
import { refuseTooManyFields } from './field-limit.ts'
import { describeFaults } from './validation-faults.ts'

/**
 * Refuses text that PostgreSQL cannot keep as it came: NUL, and halves of a surrogate pair (they would be stored as
 * something else without a word). Looks at every name and value, however deep.
 */
export async function refuseBrokenText(request: FastifyRequest) {
  if (isObject(request.body)) refuseTooManyFields(Object.keys(request.body).length)
  const faults: Record<string, string[]> = {}
  for (const part of [request.params, request.query, request.body]) {
    if (isBroken(part)) faults.body = [SENTENCE]
    for (const [field, value] of Object.entries(isObject(part) ? part : {})) {
      if (isBroken(field) || holdsBroken(value)) faults[printable(field)] = [SENTENCE]
    }
  }
  if (Object.keys(faults).length > 0) throw new Refusal('validation_failed', { ...schemaFaults(request), ...faults })
}

// The schema would speak only if we were silent, and every wrong field is to be told at once.
function schemaFaults(request: FastifyRequest) {
  const validate = request.getValidationFunction('body')
  return validate && !validate(request.body) ? describeFaults(validate.errors ?? []) : {}
}

const SENTENCE = 'must not contain NUL or broken characters'
const isBroken = (value: unknown) => typeof value === 'string' && (value.includes('\0') || !value.isWellFormed())
const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
const printable = (field: string) => field.replaceAll('\0', '').toWellFormed()

// A loop, not a recursion: a body of brackets must not exhaust the stack.
function holdsBroken(value: unknown): boolean {
  const waiting = [value]
  while (waiting.length > 0) {
    const next = waiting.pop()
    if (isBroken(next)) return true
    if (isObject(next)) for (const [key, inner] of Object.entries(next)) waiting.push(key, inner)
  }
  return false
}
