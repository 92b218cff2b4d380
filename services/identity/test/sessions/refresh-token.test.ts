import { randomUUID } from 'node:crypto'
import t from 'tap'
import { firstToken, hashOf, readToken, successors } from '../../src/sessions/refresh-token.ts'

const [key, older, foreign] = [1, 2, 3].map((byte) => new Uint8Array(32).fill(byte)) as [
  Uint8Array,
  Uint8Array,
  Uint8Array
]
const sessionId = randomUUID()

t.test('a token that we made is read back', (t) => {
  const token = firstToken([key], sessionId)
  t.match(token.text, /^[\w-]{86}$/)
  t.same(readToken([key], token.text), token)
  t.same(readToken([foreign, key], token.text), token, 'under any of the keys')
  t.end()
})

t.test('a successor is derived: the same each time, and read back', (t) => {
  const token = firstToken([key], sessionId)
  const [next] = successors([key], token)
  const [again] = successors([key], token)
  t.equal(next?.text, again?.text)
  t.equal(next?.sessionId, sessionId)
  t.not(next?.text, token.text)
  t.same(readToken([key], `${next?.text}`), next)
  t.end()
})

t.test('two sessions, and two tokens of one session, have nothing in common', (t) => {
  const [a, b] = [firstToken([key], sessionId), firstToken([key], sessionId)]
  t.not(a.text, b.text)
  const chain = [a]
  for (let n = 0; n < 50; n++) chain.push(...successors([key], chain.at(-1) ?? a))
  t.equal(new Set(chain.map(({ text }) => text)).size, 51)
  t.equal(new Set(chain.map((token) => hashOf(token).toString('hex'))).size, 51)
  t.end()
})

t.test('without our key nobody makes a token or a successor', (t) => {
  const token = firstToken([key], sessionId)
  t.equal(readToken([foreign], token.text), null)
  t.equal(readToken([key], firstToken([foreign], sessionId).text), null)
  const [ours] = successors([key], token)
  const [theirs] = successors([foreign], token)
  t.not(ours?.text, theirs?.text)
  t.end()
})

t.test('after a rotation both keys may have made the successor', (t) => {
  const token = firstToken([older], sessionId)
  const texts = successors([key, older], token).map(({ text }) => text)
  t.equal(texts.length, 2)
  t.equal(texts[1], successors([older], token)[0]?.text)
  t.end()
})

t.test('a token with any bit or letter changed is none', (t) => {
  const { text } = firstToken([key], sessionId)
  const bytes = Buffer.from(text, 'base64url')
  for (let at = 0; at < bytes.length; at++) {
    const changed = Buffer.from(bytes.map((byte, n) => (n === at ? byte ^ 0x10 : byte))).toString('base64url')
    t.equal(readToken([key], changed), null)
  }
  for (const garbled of [
    '',
    ' ',
    text.slice(1),
    `${text}A`,
    `${text}=`,
    `${text} `,
    ` ${text}`,
    text.replace(/.$/, (last) => (last === 'A' ? 'B' : `${last}!`)),
    '€'.repeat(86)
  ]) {
    t.equal(readToken([key], garbled), null)
  }
  t.end()
})
