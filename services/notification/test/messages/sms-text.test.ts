import { PURPOSES, SMS_LOCALES } from '@gatehouse/contracts'
import t from 'tap'
import { septets } from '../../src/messages/gsm7.ts'
import { isTemplate, LANGUAGES, smsText } from '../../src/messages/sms-text.ts'
import { LONGEST_APP_HOST, LONGEST_APP_NAME } from '../../src/setting-kinds.ts'

const sender = { appName: 'Gatehouse', appHost: 'app.example.com' }
const code = '428571'
const verification = { template: 'phone_verification', locale: 'en', code, secondsLeft: 599 }

t.test('every text in every language is one SMS, at the longest name and host', async (t) => {
  const longest = { appName: 'N'.repeat(LONGEST_APP_NAME), appHost: 'h'.repeat(LONGEST_APP_HOST) }
  t.same(Object.keys(LANGUAGES).sort(), [...SMS_LOCALES].sort())
  for (const locale of SMS_LOCALES) {
    for (const template of PURPOSES) {
      for (const secondsLeft of [600, 60]) {
        const count = septets(smsText(longest, { template, locale, code, secondsLeft }))
        t.ok(count !== null && count <= 160, `${locale} ${template}: ${count} septets`)
      }
    }
  }
})

t.test('the English text is that of the contract, and its last line is what phones look for', async (t) => {
  t.equal(
    smsText(sender, verification),
    '428571 is your Gatehouse verification code. It expires in 10 minutes.\n\n@app.example.com #428571'
  )
})

t.test('every text begins with the code and ends with the WebOTP line', async (t) => {
  for (const locale of SMS_LOCALES) {
    for (const template of PURPOSES) {
      const lines = smsText(sender, { template, locale, code, secondsLeft: 600 }).split('\n')
      t.match(lines, [new RegExp(`^${code} .*10 .*\\.$`), '', `@app.example.com #${code}`], `${locale} ${template}`)
    }
  }
})

t.test('minutes are rounded down, never below one, and counted as the language does', async (t) => {
  const minutes = (locale: string, secondsLeft: number) =>
    /(\d+ \p{L}+)[^\d]*$/u.exec(smsText(sender, { ...verification, locale, secondsLeft }).split('\n')[0] ?? '')?.[1]
  t.equal(minutes('en', 599), '10 minutes')
  t.equal(minutes('en', 174), '2 minutes')
  t.equal(minutes('en', 114), '1 minute')
  t.equal(minutes('en', 3), '1 minute')
  t.equal(minutes('de', 61), '1 Minute')
  t.equal(minutes('de', 115), '2 Minuten')
  t.equal(minutes('fr', 61), '1 minute')
  t.equal(minutes('es', 61), '1 minuto')
  t.equal(minutes('es', 300), '5 minutos')
})

t.test('a language that nobody wrote is English', async (t) => {
  for (const locale of ['pt', 'constructor']) {
    t.equal(smsText(sender, { ...verification, locale }), smsText(sender, verification), locale)
  }
})

t.test('only the known templates are templates', async (t) => {
  t.ok(PURPOSES.every(isTemplate))
  t.notOk(['', 'toString', 'other'].some(isTemplate))
})
