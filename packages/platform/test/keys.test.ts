import { randomBytes } from 'node:crypto'
import t from 'tap'
import { seal, unseal } from '../src/keys/seal.ts'
import { subkey } from '../src/keys/subkey.ts'

const [key, older, foreign] = [randomBytes(32), randomBytes(32), randomBytes(32)]
const secret = { to: '+14155552671', code: '123456' }

t.test('what is sealed is opened by the key that sealed it, whatever its place', async (t) => {
  const sealed = await seal([key, older], secret)
  t.same(await unseal([key], sealed), secret)
  t.same(await unseal([foreign, key], sealed), secret)
  t.same(await unseal([key, older], await seal([older], secret)), secret, 'sealed before a rotation')
})

t.test('a seal shows nothing and never looks the same twice', async (t) => {
  const [a, b] = [await seal([key], secret), await seal([key], secret)]
  t.not(a, b)
  for (const part of a.split('.')) t.notMatch(Buffer.from(part, 'base64url').toString('latin1'), /123456|4155552671/)
})

t.test('another key opens nothing, and neither does a changed text', async (t) => {
  const sealed = await seal([key], secret)
  await t.rejects(unseal([foreign], sealed))
  await t.rejects(unseal([], sealed))
  const parts = sealed.split('.')
  for (const at of [0, 2, 3, 4]) {
    const changed = parts
      .map((part, n) => (n === at ? `${part.startsWith('A') ? 'B' : 'A'}${part.slice(1)}` : part))
      .join('.')
    await t.rejects(unseal([key], changed), `part ${at}`)
  }
  for (const garbage of ['', 'x', '....', sealed.slice(0, -3)]) await t.rejects(unseal([key], garbage))
})

t.test('a subkey is always the same, and different for every use and every root', (t) => {
  t.same(subkey(key, 'code'), subkey(key, 'code'))
  t.equal(subkey(key, 'code').length, 32)
  const all = [subkey(key, 'code'), subkey(key, 'refresh'), subkey(older, 'code'), new Uint8Array(key)]
  t.equal(new Set(all.map((bytes) => Buffer.from(bytes).toString('hex'))).size, all.length)
  t.end()
})
