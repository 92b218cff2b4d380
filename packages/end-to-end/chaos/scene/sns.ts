import type { Test } from 'tap'
import type { ProviderServer } from '../../providers/provider-server.ts'
import { CREDENTIALS, startSnsServer } from '../../providers/sns-server.ts'

export type Sns = ProviderServer & { settings: Record<string, string> }

/** A server that behaves like Amazon SNS, and the settings that make it the provider behind Twilio. */
export async function startSns(t: Test): Promise<Sns> {
  const server = await startSnsServer()
  t.teardown(server.close)
  const settings = {
    SMS_PROVIDERS: 'twilio,sns',
    AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
    AWS_REGION: CREDENTIALS.region,
    AWS_ENDPOINT_URL_SNS: server.url
  }
  return { ...server, settings }
}
