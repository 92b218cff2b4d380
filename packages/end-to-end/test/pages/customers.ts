import { randomInt } from 'node:crypto'
import type { Person } from '../fixtures/people.ts'
import { signedIn } from '../fixtures/people.ts'
import { arrivalsAt, codeOn } from '../fixtures/phones.ts'
import { until } from '../fixtures/until.ts'
import type { House } from './house.ts'

const digits = (count: number) => String(randomInt(10 ** count)).padStart(count, '0')

/** A number of each of these countries that could be somebody's. */
const NUMBERS = {
  US: () => `+1415555${digits(4)}`,
  DE: () => `+49151${randomInt(1e7, 1e8)}`,
  FR: () => `+336${randomInt(1e7, 1e8)}`,
  GB: () => `+447400${digits(6)}`,
  IN: () => `+9198765${digits(5)}`,
  BR: () => `+55119${randomInt(61e6, 69e6)}`,
  NG: () => `+234803${digits(7)}`,
  ES: () => `+346${randomInt(1e7, 3e7)}`
}

export type Customer = { person: Person; number: string; id: string }

/** Somebody with an account who asks for a code, and the message that comes of it. */
export async function customer({ stack }: House, country: keyof typeof NUMBERS): Promise<Customer> {
  const [person, number] = [await signedIn(stack.identity), NUMBERS[country]()]
  const [asked] = await stack.query<{ at: Date }>('select clock_timestamp() as at')
  const { status, body } = await person.sendCode(number)
  if (status !== 200) throw new Error(`${country} was answered ${status}: ${JSON.stringify(body)}`)
  // The ledger has three digits of a number, and others had them earlier today.
  const row = await until('the message is in the ledger', async () => {
    const sql = `select id from notification.sms_messages where country = $1 and number_ending = $2 and created_at >= $3`
    const [found] = await stack.query<{ id: string }>(sql, [country, number.slice(-3), asked?.at])
    return found
  })
  return { person, number, id: row.id }
}

/** A quarter of an hour of customers: most are delivered, some type their code in, two numbers are not what they seem. */
export async function someCustomers(house: House) {
  const { twilio } = house
  twilio.tellOfEach('after_answer', { status: 'delivered' })
  const countries = Object.keys(NUMBERS) as (keyof typeof NUMBERS)[]
  const all = await Promise.all(countries.map((country) => customer(house, country)))
  await arrivalsAt(
    twilio,
    all.map(({ number }) => number)
  )
  for (const { person, number } of all.slice(2)) await person.verify(codeOn(twilio, number))
  twilio.tellOfEach('after_answer', { status: 'undelivered', errorCode: '30003' })
  await arrivalsAt(twilio, [(await customer(house, 'GB')).number])
  twilio.next({ kind: 'fail', status: 400, code: '21211' })
  await customer(house, 'IN')
}
