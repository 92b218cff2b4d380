import { randomBytes, randomUUID } from 'node:crypto'
import t from 'tap'
import type { Binding } from '../../src/phone-verification/code.ts'
import { deriveCode, isSameCode } from '../../src/phone-verification/code.ts'

const key = new Uint8Array(32).fill(7)
const binding: Binding = {
  purpose: 'phone_verification',
  verificationId: '3f0e8a52-6a6e-4b2e-9a4e-1c6d5f3a2b10',
  userId: '01936f5e-0000-7000-8000-000000000001',
  phoneNumber: '+14155552671'
}

t.test('a code is six digits and the same each time it is derived', (t) => {
  t.match(deriveCode(key, binding), /^\d{6}$/)
  t.equal(deriveCode(key, binding), deriveCode(key, { ...binding }))
  t.end()
})

t.test('a code is bound to its purpose, verification, user and number, and to the key', (t) => {
  const others: Partial<Binding>[] = [
    { purpose: 'password_reset' },
    { verificationId: '3f0e8a52-6a6e-4b2e-9a4e-1c6d5f3a2b11' },
    { userId: '01936f5e-0000-7000-8000-000000000002' },
    { phoneNumber: '+14155552672' }
  ]
  const codes = others.map((other) => deriveCode(key, { ...binding, ...other }))
  codes.push(deriveCode(key, binding), deriveCode(new Uint8Array(32).fill(8), binding))
  t.equal(new Set(codes).size, codes.length)
  t.end()
})

t.test('parts cannot be shifted from one field into the next', (t) => {
  const a = deriveCode(key, { ...binding, userId: 'ab', phoneNumber: 'c' })
  const b = deriveCode(key, { ...binding, userId: 'a', phoneNumber: 'bc' })
  const c = deriveCode(key, { ...binding, userId: 'a","b', phoneNumber: 'c' })
  t.equal(new Set([a, b, c]).size, 3)
  t.end()
})

t.test('no digit is favoured at any place, leading zeros included', (t) => {
  const codes = Array.from({ length: 20_000 }, (_, n) => deriveCode(key, { ...binding, verificationId: `${n}` }))
  for (let place = 0; place < 6; place++) {
    const counts = new Array<number>(10).fill(0)
    for (const code of codes) counts[Number(code[place])] = (counts[Number(code[place])] ?? 0) + 1
    // Chi-square with 9 degrees of freedom: 40 is beyond any chance, and the inputs are fixed anyway.
    const expected = codes.length / 10
    const chiSquare = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)
    t.ok(chiSquare < 40, `place ${place}: ${chiSquare.toFixed(1)}`)
  }
  t.ok(new Set(codes).size > 19_700)
  t.end()
})

t.test('only the same six digits are the same code', (t) => {
  const code = deriveCode(randomBytes(32), { ...binding, verificationId: randomUUID() })
  t.equal(isSameCode(code, code), true)
  for (const other of [
    '',
    code.slice(1),
    `${code}0`,
    ` ${code}`,
    code.replace(/^./, (d) => String((Number(d) + 1) % 10))
  ]) {
    t.equal(isSameCode(code, other), false)
  }
  t.end()
})
