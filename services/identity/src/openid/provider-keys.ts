import { Refusal } from '@gatehouse/platform/refusal'
import type { JWTVerifyGetKey } from 'jose'
import { createRemoteJWKSet, customFetch, errors } from 'jose'
import { PROVIDER_TIMEOUT_MS } from './discover.ts'

const ASK_AGAIN_MS = 5000

/**
 * The keys with which a provider signs. They are fetched when first needed, and again for a key that is not among them,
 * as after a rotation: at most once in five seconds, since anybody can make up the name of a key.
 * @throws Refusal `unavailable` if they cannot be fetched
 */
export function providerKeys(now: () => Date, url: string): JWTVerifyGetKey {
  let askedAt = 0
  let isDown = false
  const fetchKeys: typeof fetch = (input, init) => {
    askedAt = now().getTime()
    return fetch(input, init)
  }
  // Left to the library, a fetch that failed would be repeated at once for every made-up name.
  const neverByItself = { cooldownDuration: Number.POSITIVE_INFINITY, timeoutDuration: PROVIDER_TIMEOUT_MS }
  const keys = createRemoteJWKSet(new URL(url), { ...neverByItself, [customFetch]: fetchKeys })

  const find = (...of: Parameters<JWTVerifyGetKey>) =>
    keys(...of).catch((error: Error) => {
      throw isOfToken(error) ? error : new Refusal('unavailable')
    })

  async function renew() {
    if (!keys.reloading && now().getTime() - askedAt < ASK_AGAIN_MS) return
    isDown = await keys.reload().then(
      () => false,
      () => true
    )
  }

  return (...of) =>
    find(...of).catch(async (error: Error) => {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error
      await renew()
      // A token of a new key is not wrong because we could not learn of the key.
      if (isDown) throw new Refusal('unavailable')
      return find(...of)
    })
}

const isOfToken = (error: Error) =>
  error instanceof errors.JWKSNoMatchingKey ||
  error instanceof errors.JWKSMultipleMatchingKeys ||
  error instanceof errors.JOSENotSupported
