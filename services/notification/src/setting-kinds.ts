import { setting } from '@gatehouse/platform/config/settings'
import { septets } from './messages/gsm7.ts'

// With both at their longest, every text in every language still fits one SMS: test/messages holds that.
export const LONGEST_APP_NAME = 20
export const LONGEST_APP_HOST = 50

export const smsName = setting(
  `a name of 1 to ${LONGEST_APP_NAME} letters that an SMS can carry (GSM-7), or every message would cost two`,
  (input) => {
    const count = septets(input)
    return count !== null && count > 0 && count <= LONGEST_APP_NAME ? input : undefined
  }
)

export const hostName = setting(
  `a host name of at most ${LONGEST_APP_HOST} characters, without scheme or port`,
  (input) =>
    /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(input) && input.length <= LONGEST_APP_HOST
      ? input.toLowerCase()
      : undefined
)

export const accountSid = setting('an account SID, which starts with AC', (input) =>
  /^AC\w+$/.test(input) ? input : undefined
)

export const phoneNumber = setting('a phone number such as +14155552671', (input) =>
  /^\+[1-9]\d{3,14}$/.test(input) ? input : undefined
)
