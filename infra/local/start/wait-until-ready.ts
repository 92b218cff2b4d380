import { setTimeout as pause } from 'node:timers/promises'
import { say } from '@gatehouse/platform/command/say'
import type { Address } from './address.ts'
import { probeUrl } from './address.ts'

const LOOK_EVERY_MS = 30
const ANSWER_TIMEOUT_MS = 2000
const TELL_EVERY_MS = 10_000

/** Resolves when the service answers that it can do its work. Says from time to time what it answers instead. */
export async function waitUntilReady(name: string, address: Address, stop: AbortSignal) {
  let tellAt = Date.now() + TELL_EVERY_MS
  for (;;) {
    const answer = await ask(`${probeUrl(address)}/readyz`)
    if (answer === '') return
    if (Date.now() > tellAt) {
      say(`still waiting for the ${name} service: ${answer}`)
      tellAt += TELL_EVERY_MS
    }
    await pause(LOOK_EVERY_MS, undefined, { signal: stop })
  }
}

async function ask(url: string) {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS) })
    const body = await answer.text()
    return answer.ok ? '' : `${url} answers ${answer.status} ${body.slice(0, 200)}`
  } catch {
    return `${url} does not answer`
  }
}
