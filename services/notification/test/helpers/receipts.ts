import { sign } from '@gatehouse/end-to-end/providers/twilio-callbacks.ts'
import { ACCOUNT } from '@gatehouse/end-to-end/providers/twilio-server.ts'
import type { Test } from 'tap'
import { createApp } from '../../src/app.ts'
import type { Provider } from '../../src/providers/provider.ts'
import { appOptions } from './app-options.ts'
import { openTwilio } from './real-providers.ts'
import { openWorld, run, sendJob } from './world.ts'

/** Where the world finds us. Nothing answers there: a gateway would. */
export const PUBLIC_URL = 'https://sms.example.com'

/** Twilio, the service that it calls back, and one message on its way. As in production, bound to the world. */
export async function openReceipts(t: Test, changes: Parameters<typeof openTwilio>[1] & { others?: Provider[] } = {}) {
  const { others = [], ...given } = changes
  const { server, provider } = await openTwilio(t, { publicUrl: PUBLIC_URL, ...given })
  const world = await openWorld(t, [provider, ...others])
  const app = createApp(world.deps, appOptions({ isProduction: true, isBoundToLoopback: false }))
  t.teardown(() => app.close())
  server.callAt(await app.listen({ host: '127.0.0.1', port: 0 }))

  return {
    server,
    provider,
    world,
    app,
    /** Sends a message whose first sends end so, and answers its id. */
    send: async (...modes: Parameters<typeof server.next>) => {
      const job = await sendJob()
      server.next(...modes)
      const ending = await run(world, job)
      return { id: job.message_id, job, ending, again: (isLastTry?: boolean) => run(world, job, isLastTry) }
    },
    /** What Twilio took last, or before that. */
    last: (before = 0) => {
      const sms = server.taken.at(-1 - before)
      if (!sms) throw new Error('Twilio took nothing')
      return sms
    }
  }
}

export const FORM = 'application/x-www-form-urlencoded'
export const pathOf = (id: string) => `/webhooks/twilio/status?message_id=${id}`

type App = ReturnType<typeof createApp>

/** Posts a receipt, signed for where it goes unless the headers say otherwise. */
export function post(app: App, url: string, form: Record<string, string>, headers: Record<string, string> = {}) {
  const signature = sign(ACCOUNT.authToken, `${PUBLIC_URL}${url}`, form)
  const payload = new URLSearchParams(form).toString()
  const given = { 'content-type': FORM, 'x-twilio-signature': signature, ...headers }
  return app.inject({ method: 'POST', url, payload, headers: given })
}
