import type { Scene } from '../scene/open-scene.ts'

/** The phones: the code that came last, once there is one. */
export type Inbox = { codeOn: (number: string) => string | undefined | Promise<string | undefined> }

/** By the provider's own log. */
export function openInbox({ twilio }: Pick<Scene, 'twilio'>): Inbox {
  const codes = new Map<string, string>()
  let read = 0
  return {
    codeOn: (number: string) => {
      for (; read < twilio.taken.length; read++) {
        const sms = twilio.taken[read]
        if (sms) codes.set(sms.to, sms.body.slice(0, 6))
      }
      return codes.get(number)
    }
  }
}
