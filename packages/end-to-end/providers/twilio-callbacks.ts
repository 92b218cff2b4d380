import { createHmac } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import type { Taken } from './provider-server.ts'

/** One receipt, and how it is told: as Twilio does, or as somebody would who is not Twilio. */
export type Step = {
  status: string
  errorCode?: string
  afterMs?: number
  times?: number
  /** Signed with another token, for another address, or not by anybody (null: no signature at all). */
  authToken?: string
  signedUrl?: string
  signature?: string | null
}

export type Callbacks = {
  /** Calls back at this origin instead of the public one that it signs, as a gateway would lead it. */
  callAt: (origin: string) => void
  /** Tells these of a message, in this order. @returns the HTTP statuses; 0 if nobody was there */
  tell: (sms: Taken, ...steps: Step[]) => Promise<number[]>
  /** Tells these of every message from now on: before its send is answered, or after. */
  tellOfEach: (when: 'before_answer' | 'after_answer', ...steps: Step[]) => void
  /** What became of a message, told to nobody: who asks finds out. */
  become: (sms: Taken, status: string, errorCode?: string) => void
}

export type Account = { accountSid: string; authToken: string }

/** Twilio's status callbacks, signed as its documentation says, without its library. */
export function createCallbacks(account: Account) {
  const statuses = new Map<string, { status: string; errorCode: string | null }>()
  const running = new Set<Promise<unknown>>()
  let origin: string | undefined
  let ofEach: { when: 'before_answer' | 'after_answer'; steps: Step[] } | undefined

  const become = ({ id }: Taken, status: string, errorCode: string | null = null) =>
    void statuses.set(id, { status, errorCode })

  async function tell(sms: Taken, ...steps: Step[]): Promise<number[]> {
    const answers: number[] = []
    for (const step of steps) {
      await setTimeout(step.afterMs ?? 0)
      if (isGenuine(step)) become(sms, step.status, step.errorCode)
      for (let count = 0; count < (step.times ?? 1); count++) answers.push(await post(account, origin, sms, step))
    }
    return answers
  }

  async function onTaken(sms: Taken) {
    if (!ofEach || !sms.callback) return
    const told = tell(sms, ...ofEach.steps)
    running.add(told)
    if (ofEach.when === 'before_answer') await told
  }

  const controls: Callbacks = {
    callAt: (given) => {
      origin = given
    },
    tell,
    tellOfEach: (when, ...steps) => {
      ofEach = { when, steps }
    },
    become
  }
  const statusOf = (id: string) => statuses.get(id) ?? { status: 'queued', errorCode: null }
  return { controls, onTaken, statusOf, settled: () => Promise.all(running) }
}

const isGenuine = ({ authToken, signedUrl, signature }: Step) => !authToken && !signedUrl && signature === undefined

async function post(account: Account, origin: string | undefined, sms: Taken, step: Step): Promise<number> {
  const { callback = 'http://127.0.0.1:1/' } = sms
  const { pathname, search, origin: publicOrigin } = new URL(callback)
  const form = formOf(account, sms, step)
  const signature =
    step.signature === undefined
      ? sign(step.authToken ?? account.authToken, step.signedUrl ?? callback, form)
      : step.signature
  const headers = {
    ...(signature !== null && { 'x-twilio-signature': signature }),
    'i-twilio-idempotency-token': sms.id
  }
  const body = new URLSearchParams(form)
  const address = `${origin ?? publicOrigin}${pathname}${search}`
  return fetch(address, { method: 'POST', headers, body }).then(
    ({ status }) => status,
    () => 0
  )
}

const formOf = ({ accountSid }: Account, { id, to }: Taken, { status, errorCode }: Step): Record<string, string> => ({
  ApiVersion: '2010-04-01',
  AccountSid: accountSid,
  SmsSid: id,
  MessageSid: id,
  SmsStatus: status,
  MessageStatus: status,
  To: to,
  From: '+15005550006',
  ...(errorCode && { ErrorCode: errorCode })
})

/** The address, then each parameter by name with its value, under HMAC-SHA1 with the account's token. */
export function sign(authToken: string, url: string, form: Record<string, string>): string {
  const fields = Object.keys(form).sort()
  return createHmac('sha1', authToken)
    .update(url + fields.map((name) => `${name}${form[name]}`).join(''))
    .digest('base64')
}
