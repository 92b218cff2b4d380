import { randomInt } from 'node:crypto'
import { developmentSecrets } from '@gatehouse/platform/config/development-secrets'
import { seal } from '@gatehouse/platform/keys/seal'
import { newNumber } from '../../test/fixtures/people.ts'

/** A job to send as some identity service would write it, sealed with the key of the stack in this folder. */
export async function sealedJob(folder: string, moreSealed: object = {}) {
  const [id, to, code] = [crypto.randomUUID(), newNumber(), `${randomInt(1e5, 1e6)}`]
  const key = Buffer.from(developmentSecrets(folder).MESSAGE_SEALING_KEY, 'base64')
  const job = {
    message_id: id,
    purpose: 'phone_verification',
    template: 'phone_verification',
    locale: 'en',
    country: 'DE',
    expires_at: new Date(Date.now() + 600_000).toISOString(),
    sealed: await seal([key], { message_id: id, to, code, ...moreSealed })
  }
  return { id, to, job }
}
