import type { ErrorCode } from '@gatehouse/contracts'
import { ERRORS } from '@gatehouse/contracts'

/** A request that is answered with an error of the contract. Thrown by verbs, turned into HTTP by the error reply. */
export class Refusal extends Error {
  readonly code: ErrorCode
  readonly statusCode: number
  readonly details: Record<string, unknown>

  constructor(code: ErrorCode, details: Record<string, unknown> = {}) {
    const [status, sentence] = ERRORS[code]
    super(sentence)
    this.name = 'Refusal'
    this.code = code
    this.statusCode = status
    this.details = details
  }
}

/** Input that the schema let through but a rule does not: same answer as a fault of the schema. */
export const invalidField = (field: string, sentence: string) =>
  new Refusal('validation_failed', { [field]: [sentence] })

/** Refuses what a rule found wrong, by field, if it found anything. */
export function refuseFaults(faults: Record<string, string[]>) {
  if (Object.keys(faults).length > 0) throw new Refusal('validation_failed', faults)
}

/** @param seconds until the next try may succeed, rounded up. */
export const tooMany = (seconds: number) =>
  new Refusal('rate_limited', { retry_after: Math.max(1, Math.ceil(seconds)) })
