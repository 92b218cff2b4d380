import type { openReceipts } from './receipts.ts'

const MINUTE_MS = 60_000

export const ago = (minutes: number) => new Date(Date.now() - minutes * MINUTE_MS)

type Opened = Awaited<ReturnType<typeof openReceipts>>

/** Messages that Twilio took so long ago, and of which nothing was heard. */
export async function sendUnheard({ send, world }: Opened, count: number, minutesAgo = 2) {
  const sent = []
  for (let left = count; left > 0; left--) sent.push(await send())
  for (const { id } of sent) await world.change(id, { acceptedAt: ago(minutesAgo), nextAskAt: ago(minutesAgo - 1) })
  return sent.map(({ id }) => id)
}
/** What Twilio was asked. */
export const questions = ({ server }: Opened) =>
  server.received.filter(({ method }) => method === 'GET').map(({ path }) => path)
