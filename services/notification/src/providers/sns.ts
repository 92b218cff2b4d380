import { PublishCommand, SNSClient } from '@aws-sdk/client-sns'
import type { Outcome } from '../delivery/outcome.ts'
import { judgeNetworkFault } from './network-fault.ts'
import type { Provider, Sms } from './provider.ts'
import { judgeSnsError } from './sns-errors.ts'

export type SnsSettings = {
  accessKeyId: string
  secretAccessKey: string
  sessionToken: string | undefined
  region: string
  endpoint: string | undefined
}

const CONNECT_TIMEOUT_MS = 2000
// SNS cannot be told how long a message is good for, so one that is nearly dead is not given to it.
const MINIMUM_LIFE_SECONDS = 60
const TRANSACTIONAL = { 'AWS.SNS.SMS.SMSType': { DataType: 'String', StringValue: 'Transactional' } }

/** Amazon SNS through its official SDK. It has no list of what it took, so it cannot be asked afterwards. */
export function snsProvider({ region, endpoint, ...credentials }: SnsSettings, timeoutMs: number): Provider {
  const requestHandler = {
    connectionTimeout: CONNECT_TIMEOUT_MS,
    requestTimeout: timeoutMs,
    throwOnRequestTimeout: true
  }
  // One attempt: the SDK would repeat a request whose answer was lost, and so send twice.
  const client = new SNSClient({ region, endpoint, credentials, requestHandler, maxAttempts: 1 })

  async function send({ to, body }: Sms): Promise<Outcome> {
    const command = new PublishCommand({ PhoneNumber: to, Message: body, MessageAttributes: TRANSACTIONAL })
    try {
      const { MessageId } = await client.send(command)
      return MessageId ? { kind: 'accepted', id: MessageId } : { kind: 'unknown', code: 'no_message_id' }
    } catch (error) {
      return judge(error)
    }
  }

  return { name: 'sns', minimumLifeSeconds: MINIMUM_LIFE_SECONDS, send }
}

type SdkError = { name?: string; code?: string; $metadata?: { httpStatusCode?: number } }

function judge(error: unknown): Outcome {
  const { name = 'unknown', code, $metadata } = error as SdkError
  if ($metadata?.httpStatusCode) return judgeSnsError($metadata.httpStatusCode, name)
  if (name === 'CredentialsProviderError') return judgeSnsError(403, name)
  // The SDK's timeout of the connection has a name and, unlike that of the answer, no code.
  return name === 'TimeoutError' && !code ? { kind: 'not_sent', code: 'connect_timeout' } : judgeNetworkFault(error)
}
