import { CREDENTIALS, startSnsServer } from '@gatehouse/end-to-end/providers/sns-server.ts'
import { ACCOUNT, startTwilioServer } from '@gatehouse/end-to-end/providers/twilio-server.ts'
import type { Test } from 'tap'
import type { SnsSettings } from '../../src/providers/sns.ts'
import { snsProvider } from '../../src/providers/sns.ts'
import type { TwilioSettings } from '../../src/providers/twilio.ts'
import { twilioProvider } from '../../src/providers/twilio.ts'

// Long enough for a busy machine. What lets a request hang sets a short one.
const TIMEOUT_MS = 8000

/** Twilio through its SDK, and the server that it talks to. */
export async function openTwilio(
  t: Test,
  changes: Partial<TwilioSettings> & { publicUrl?: string; timeoutMs?: number } = {}
) {
  const server = await startTwilioServer()
  t.teardown(() => server.close())
  const sender = { phoneNumber: '+15005550006', messagingServiceSid: undefined }
  const { publicUrl, timeoutMs = TIMEOUT_MS, ...given } = changes
  const settings = { ...ACCOUNT, ...sender, apiBaseUrl: server.url, ...given }
  return { server, provider: twilioProvider(settings, publicUrl, timeoutMs) }
}

/** SNS through its SDK, and the server that it talks to. */
export async function openSns(t: Test, changes: Partial<SnsSettings> & { timeoutMs?: number } = {}) {
  const server = await startSnsServer()
  t.teardown(() => server.close())
  const { timeoutMs = TIMEOUT_MS, ...given } = changes
  const settings = { ...CREDENTIALS, sessionToken: undefined, endpoint: server.url, ...given }
  return { server, provider: snsProvider(settings, timeoutMs) }
}
