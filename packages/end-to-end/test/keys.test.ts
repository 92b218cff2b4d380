import t from 'tap'
import { POSTGRES } from './fixtures/backends.ts'
import { startStack } from './fixtures/start-stack.ts'
import { rotateUnderLoad } from './keys/rotate-under-load.ts'
import { verifyElsewhere } from './keys/verify-elsewhere.ts'
import { withdrawEverywhere } from './keys/withdraw-everywhere.ts'

t.test('keys change while three processes work', { skip: POSTGRES.missing }, async (t) => {
  const stack = await startStack(t, POSTGRES, { identities: [{}, {}, {}] })

  t.test('three rotations under load fail no request', (t) => rotateUnderLoad(t, stack))
  t.test('others verify our tokens from the public keys alone', (t) => verifyElsewhere(t, stack))
  t.test('the tokens of a withdrawn key are refused everywhere at once', (t) => withdrawEverywhere(t, stack))
})
