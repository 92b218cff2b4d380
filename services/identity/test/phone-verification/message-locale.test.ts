import t from 'tap'
import { messageLocale } from '../../src/phone-verification/message-locale.ts'

t.test('the first language that is asked for and written is taken, else English', (t) => {
  const asked: [string | undefined, string][] = [
    [undefined, 'en'],
    ['', 'en'],
    ['*', 'en'],
    ['de', 'de'],
    ['de-CH, en;q=0.5', 'de'],
    ['pt-BR, es;q=0.8, en;q=0.2', 'es'],
    ['en;q=0.1, fr;q=0.2', 'fr'],
    ['de;q=0, en', 'en'],
    ['zh', 'en'],
    ['\u00ff', 'en'],
    ['x'.repeat(5000), 'en']
  ]
  for (const [header, locale] of asked) t.equal(messageLocale(header), locale, `${header}`.slice(0, 40))
  t.end()
})
