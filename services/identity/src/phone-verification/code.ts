import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Purpose } from '@gatehouse/contracts'

const DIGITS = 6

/** What a code is good for, and for nothing else. */
export type Binding = { purpose: Purpose; verificationId: string; userId: string; phoneNumber: string }

/**
 * Derives the code from what it is bound to. It is stored nowhere: whoever holds the key makes it again, to send it and
 * to compare it. 48 bits are reduced to six digits, so no digit is favoured by more than one in 10^8.
 */
export function deriveCode(key: Uint8Array, { purpose, verificationId, userId, phoneNumber }: Binding): string {
  const digest = createHmac('sha256', key)
    .update(JSON.stringify([purpose, verificationId, userId, phoneNumber]))
    .digest()
  return String(digest.readUIntBE(0, 6) % 10 ** DIGITS).padStart(DIGITS, '0')
}

/** Compares in constant time. */
export function isSameCode(expected: string, given: string): boolean {
  const [a, b] = [Buffer.from(expected), Buffer.from(given)]
  return a.length === b.length && timingSafeEqual(a, b)
}
