import { sign } from '@gatehouse/end-to-end/providers/twilio-callbacks.ts'
import t from 'tap'
import { isSigned } from '../../src/providers/twilio-receipts.ts'

// Of Twilio's documentation: "Validating signatures from Twilio".
const TOKEN = '12345'
const ADDRESS = 'https://mycompany.com/myapp.php?foo=1&bar=2'
const CALL = {
  CallSid: 'CA1234567890ABCDE',
  Caller: '+14158675309',
  Digits: '1234',
  From: '+14158675309',
  To: '+18005551212'
}
const SIGNATURE = 'RSOYDt4T1cUTdK1PDd93/VVr8B8='

t.test("the example of Twilio's documentation is genuine, and nothing near it is", async (t) => {
  t.ok(isSigned(TOKEN, ADDRESS, SIGNATURE, CALL))
  t.ok(
    isSigned(TOKEN, ADDRESS.replace('.com/', '.com:443/'), SIGNATURE, CALL),
    'the port of the scheme goes without saying'
  )
  t.notOk(isSigned('12346', ADDRESS, SIGNATURE, CALL))
  t.notOk(isSigned(TOKEN, ADDRESS.replace('https', 'http'), SIGNATURE, CALL))
  t.notOk(isSigned(TOKEN, ADDRESS.replace('bar=2', 'bar=3'), SIGNATURE, CALL))
  t.notOk(isSigned(TOKEN, ADDRESS, SIGNATURE, { ...CALL, Digits: '1235' }))
  t.notOk(isSigned(TOKEN, ADDRESS, SIGNATURE.toLowerCase(), CALL))
  for (const none of [undefined, '', [SIGNATURE]]) t.notOk(isSigned(TOKEN, ADDRESS, none, CALL))
})

t.test('the server that stands for Twilio in these tests signs as Twilio does', async (t) => {
  t.equal(sign(TOKEN, ADDRESS, CALL), SIGNATURE)
})
