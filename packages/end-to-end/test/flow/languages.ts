import type { Test } from 'tap'
import { fitsOneSegment } from '../../../../services/notification/src/messages/gsm7.ts'
import { codeIn, messageTo } from '../fixtures/inbox.ts'
import { newNumber, signedIn } from '../fixtures/people.ts'
import type { Stack } from '../fixtures/start-stack.ts'

// French is written; Portuguese is not, and Czech neither, where Spanish is the reader's second choice.
const WORDS: [accept: string, words: RegExp][] = [
  ['en-GB,en;q=0.9', /^\d{6} is your Gatehouse verification code\. It expires in \d+ minutes\.\n\n/],
  ['de-AT,de;q=0.9,en;q=0.5', /^\d{6} ist Ihr Bestätigungscode/],
  ['es-MX', /^\d{6} es tu clave/],
  ['fr', /^\d{6} est votre code/],
  ['pt-BR,pt;q=0.9', /^\d{6} is your Gatehouse verification code/],
  ['cs,es;q=0.7', /^\d{6} es tu clave/]
]

/** The words follow the request's Accept-Language; every text is one segment and ends as phones read it. */
export async function writeInTheReadersLanguage(t: Test, { identity, notification }: Stack) {
  await Promise.all(
    WORDS.map(async ([accept, words]) => {
      const [person, number] = [await signedIn(identity), newNumber()]
      await person.sendCode(number, { 'accept-language': accept })
      const sms = await messageTo(notification, number)
      t.match(sms.body, words, accept)
      t.equal(sms.body.split('\n').at(-1), `@localhost #${codeIn(sms)}`)
      t.equal(sms.body.split('\n').at(-2), '')
      t.ok(fitsOneSegment(sms.body), 'one segment')
    })
  )
}
