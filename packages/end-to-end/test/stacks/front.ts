import type { Sms } from '../fixtures/inbox.ts'
import type { Door } from '../fixtures/people.ts'
import type { Twilio } from '../fixtures/phones.ts'

/** A whole stack as people see it: the address of the API, that of the dashboards, and their phones. */
export type Front = Door & {
  opsUrl: string
  /** `name:password` where the dashboards ask for one. */
  operator?: string
  /** What came to this phone, the newest last. */
  smsTo: (number: string) => Promise<string[]>
}

/** An operator's sign-in, as a browser sends it. */
export const signInOf = ({ operator }: Pick<Front, 'operator'>): Record<string, string> =>
  operator ? { authorization: `Basic ${Buffer.from(operator).toString('base64')}` } : {}

/** The phones where nothing is really sent: the inbox among the dashboards. */
export const phonesInInbox = (front: Pick<Front, 'opsUrl' | 'operator'>) => async (number: string) => {
  const url = `${front.opsUrl}/inbox/messages.json?to=${encodeURIComponent(number)}`
  const answer = await fetch(url, { headers: signInOf(front) })
  if (!answer.ok) throw new Error(`the inbox answered ${answer.status}: ${await answer.text()}`)
  return ((await answer.json()) as Sms[]).map(({ body }) => body).reverse()
}

/** The phones by the provider's own log, which has each message as often as it would have come. */
export const phonesByProvider =
  ({ taken }: Pick<Twilio, 'taken'>) =>
  async (number: string) =>
    taken.filter(({ to }) => to === number).map(({ body }) => body)
