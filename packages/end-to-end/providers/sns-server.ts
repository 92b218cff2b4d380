import { randomUUID } from 'node:crypto'
import type { ProviderServer, Received, Reply, Taken } from './provider-server.ts'
import { startProviderServer } from './provider-server.ts'

export const CREDENTIALS = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'a-secret-for-tests', region: 'eu-central-1' }

const SIGNATURE =
  /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-central-1\/sns\/aws4_request, SignedHeaders=([a-z0-9;-]+), Signature=[0-9a-f]{64}$/
const E164 = /^\+[1-9]\d{3,14}$/

/** Amazon SNS in its query protocol: Publish to a phone number. */
export const startSnsServer = (port?: number): Promise<ProviderServer> =>
  startProviderServer({ read, taken, failed, tooMany: 'Throttling' }, port)

function read({ headers, form }: Received) {
  if (!isSigned(headers)) return failed(403, 'SignatureDoesNotMatch')
  if (form.get('Action') !== 'Publish') return failed(400, 'InvalidAction')
  const [to, body] = [form.get('PhoneNumber') ?? '', form.get('Message') ?? '']
  return E164.test(to) && body ? { id: randomUUID(), to, body } : failed(400, 'InvalidParameter')
}

function isSigned(headers: Received['headers']) {
  const signed = SIGNATURE.exec(headers.authorization ?? '')?.[1]?.split(';') ?? []
  return signed.includes('host') && signed.includes('x-amz-date') && /^\d{8}T\d{6}Z$/.test(`${headers['x-amz-date']}`)
}

const taken = ({ id }: Taken) =>
  xml(
    200,
    `<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult><MessageId>${id}</MessageId></PublishResult>${metadata()}</PublishResponse>`
  )

// The text names the number: it must appear nowhere.
function failed(status: number, code: string): Reply {
  const [type, message] = [status < 500 ? 'Sender' : 'Receiver', 'PhoneNumber +14155552671 cannot be used']
  const error = `<Error><Type>${type}</Type><Code>${code}</Code><Message>${message}</Message></Error>`
  return xml(
    status,
    `<ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/">${error}<RequestId>${randomUUID()}</RequestId></ErrorResponse>`
  )
}

const metadata = () => `<ResponseMetadata><RequestId>${randomUUID()}</RequestId></ResponseMetadata>`
const xml = (status: number, body: string): Reply => ({ status, type: 'text/xml', body })
