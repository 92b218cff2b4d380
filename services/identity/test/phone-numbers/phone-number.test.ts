import t from 'tap'
import { readPhoneNumber } from '../../src/phone-numbers/phone-number.ts'

t.test('a number is read as E.164 with its country', (t) => {
  const written: [string, string, string][] = [
    ['+14155552671', '+14155552671', 'US'],
    ['+1 (415) 555-2671', '+14155552671', 'US'],
    [' +1.415.555.2671 ', '+14155552671', 'US'],
    ['+4915112345678', '+4915112345678', 'DE'],
    ['+49 (0) 151 12345678', '+4915112345678', 'DE'],
    ['+44 7400 123456', '+447400123456', 'GB'],
    ['+33612345678', '+33612345678', 'FR'],
    ['+5491123456789', '+5491123456789', 'AR'],
    ['+919876543210', '+919876543210', 'IN']
  ]
  for (const [text, e164, country] of written) t.match(readPhoneNumber(text), { e164, country, canGetSms: true }, text)
  t.end()
})

t.test('only mobile and fixed-or-mobile numbers may get SMS', (t) => {
  const refused = {
    'toll-free': ['+18005551234', '+448081570192'],
    'fixed line': ['+493012345678', '+442079460958', '+81312345678'],
    VoIP: ['+815012345678'],
    premium: ['+448442123456', '+4990012345'],
    personal: ['+447038123456', '+15005550006']
  }
  for (const [kind, numbers] of Object.entries(refused)) {
    for (const number of numbers) {
      const read = readPhoneNumber(number)
      t.not(read?.canGetSms, true, `${kind} ${number}`)
    }
  }
  t.equal(readPhoneNumber('+493012345678')?.canGetSms, false, 'and yet it is a number')
  t.end()
})

t.test('what would be dropped or changed without a word is no number', (t) => {
  for (const text of ['+14155552671 ext. 5', '+14155552671;ext=5', '+1415FLOWERS', '++14155552671']) {
    t.equal(readPhoneNumber(text), null, text)
  }
  t.end()
})

t.test('what is no number of any country is none', (t) => {
  const none = [
    '',
    ' ',
    '+',
    '+1',
    'abc',
    '4155552671',
    '0014155552671',
    '+1415555267',
    '+141555526711',
    '+999123456789',
    '+1234567890',
    '+0123456789',
    '12',
    '🦊'
  ]
  for (const text of none) t.equal(readPhoneNumber(text), null, text)
  t.end()
})
