import { randomBytes } from 'node:crypto'
import type { ProviderServer, Received, Reply, Taken } from './provider-server.ts'
import { startProviderServer } from './provider-server.ts'
import type { Callbacks } from './twilio-callbacks.ts'
import { createCallbacks } from './twilio-callbacks.ts'

export const ACCOUNT = { accountSid: `AC${'0123456789abcdef'.repeat(2)}`, authToken: 'a-token-for-tests' }

const MESSAGES = `/2010-04-01/Accounts/${ACCOUNT.accountSid}/Messages.json`
const AUTHORIZATION = `Basic ${Buffer.from(`${ACCOUNT.accountSid}:${ACCOUNT.authToken}`).toString('base64')}`
const E164 = /^\+[1-9]\d{3,14}$/

export type TwilioServer = ProviderServer & Callbacks

/** Twilio's Messages resource: create, list and fetch; and the receipts that it posts. */
export async function startTwilioServer(port?: number): Promise<TwilioServer> {
  const { controls, onTaken, statusOf, settled } = createCallbacks(ACCOUNT)
  const shown = (sms: Taken) => resource(sms, statusOf(sms.id))
  const read = (request: Received, taken: readonly Taken[]) => {
    if (request.headers.authorization !== AUTHORIZATION) return failed(401, '20003')
    if (request.method === 'POST') return request.path === MESSAGES ? create(request.form) : failed(404, '20404')
    if (request.path === MESSAGES) return list(request.query, taken, shown)
    const asked = taken.find(({ id }) => request.path === MESSAGES.replace('.json', `/${id}.json`))
    return asked ? json(200, shown(asked)) : failed(404, '20404')
  }
  const taken = (sms: Taken) => json(201, shown(sms))
  const server = await startProviderServer({ read, taken, failed, tooMany: '20429', onTaken }, port)
  const close = async () => {
    await server.close()
    await settled()
  }
  return { ...server, ...controls, close }
}

function create(form: URLSearchParams) {
  const [to, body] = [form.get('To') ?? '', form.get('Body') ?? '']
  if (!E164.test(to)) return failed(400, '21211')
  if (!form.has('From') && !form.has('MessagingServiceSid')) return failed(400, '21603')
  if (!body) return failed(400, '21602')
  return { id: `SM${randomBytes(16).toString('hex')}`, to, body, callback: form.get('StatusCallback') ?? undefined }
}

// As Twilio does, newest first, and days as they are: a moment in the filter counts as its day.
function list(query: URLSearchParams, taken: readonly Taken[], shown: (sms: Taken) => object): Reply {
  const [to, day] = [query.get('To'), query.get('DateSent>')?.slice(0, 10) ?? '']
  const messages = taken.filter((sms) => (!to || sms.to === to) && sms.at.toISOString().slice(0, 10) >= day)
  return json(200, {
    messages: messages.map(shown).reverse(),
    end: messages.length,
    first_page_uri: MESSAGES,
    next_page_uri: null,
    page: 0,
    page_size: 50,
    previous_page_uri: null,
    start: 0,
    uri: MESSAGES
  })
}

type Status = { status: string; errorCode: string | null }

const resource = ({ id, to, body, at }: Taken, { status, errorCode }: Status) => ({
  account_sid: ACCOUNT.accountSid,
  api_version: '2010-04-01',
  body,
  date_created: at.toUTCString(),
  date_sent: null,
  date_updated: at.toUTCString(),
  direction: 'outbound-api',
  error_code: errorCode && Number(errorCode),
  error_message: null,
  from: '+15005550006',
  messaging_service_sid: null,
  num_media: '0',
  num_segments: '1',
  price: null,
  price_unit: 'USD',
  sid: id,
  status,
  subresource_uris: {},
  to,
  uri: `/2010-04-01/Accounts/${ACCOUNT.accountSid}/Messages/${id}.json`
})

// The text names the number, as Twilio's does: it must appear nowhere. Without a code it is a proxy's page.
const failed = (status: number, code: string): Reply =>
  code
    ? json(status, {
        code: Number(code),
        message: `The 'To' number +14155552671 cannot be used (error ${code}).`,
        more_info: `https://www.twilio.com/docs/errors/${code}`,
        status
      })
    : { status, type: 'text/html', body: '<h1>Not what you are looking for</h1>' }

const json = (status: number, body: object): Reply => ({
  status,
  type: 'application/json',
  body: JSON.stringify(body)
})
