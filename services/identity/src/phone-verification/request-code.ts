import { randomUUID } from 'node:crypto'
import type { Verification } from '@gatehouse/contracts'
import { tooMany } from '@gatehouse/platform/refusal'
import type { EntityManager } from '@mikro-orm/postgresql'
import { v7 as uuid } from 'uuid'
import { lockUser } from '../accounts/lock-user.ts'
import type { UserEntity } from '../accounts/user.entity.ts'
import type { Deps, NamedKey } from '../deps.ts'
import { HandOffEntity } from '../hand-off/hand-off.entity.ts'
import { addressKey } from '../limits/address-key.ts'
import { count } from '../limits/count.ts'
import { refuseAfterManyFailures } from './attempts.ts'
import type { Recipient } from './choose-number.ts'
import { chooseNumber } from './choose-number.ts'
import { MessageEntity } from './message.entity.ts'
import { showVerification } from './show-verification.ts'
import { VerificationEntity } from './verification.entity.ts'
import { isReusable } from './verification.ts'

/** What a client asks: `phoneNumber` defaults to the profile's, `locale` is the message's language. */
export type CodeRequest = { phoneNumber?: string; locale: string; ip: string }

/**
 * Sends a code, or the same code again while it lives. The verification, the message and the intent to hand it over are
 * one transaction: what was answered will be sent or visibly fail, and what was rolled back sends nothing.
 */
export async function requestCode(
  deps: Deps,
  em: EntityManager,
  user: UserEntity,
  request: CodeRequest
): Promise<Verification> {
  const recipient = chooseNumber(deps, user, request.phoneNumber)
  const shown = await em.transactional(async (em) => {
    const owner = await lockUser(em, user.id)
    const resendAvailableAt = await countSend(deps, em, owner, recipient, request.ip)
    const verification = await openVerification(deps, em, owner, recipient)
    verification.resendAvailableAt = resendAvailableAt
    return showVerification(verification, addMessage(deps, em, verification, request.locale), deps.now())
  })
  // Only now, after the commit: a code that was not saved must not be sent.
  deps.relay.wake()
  return shown
}

/** @returns when the next send will be allowed */
async function countSend(
  deps: Deps,
  em: EntityManager,
  user: UserEntity,
  { phoneNumber, isTest }: Recipient,
  ip: string
) {
  const now = deps.now()
  if (isTest) return now
  await refuseAfterManyFailures(deps, em, user.id, phoneNumber)
  const { allowed, from } = await count(
    deps,
    em,
    ['send-user', user.id],
    ['send-number', phoneNumber],
    ['send-address', addressKey(ip)]
  )
  if (!allowed) throw tooMany((from - now.getTime()) / 1000)
  return new Date(from)
}

async function openVerification(deps: Deps, em: EntityManager, user: UserEntity, recipient: Recipient) {
  const now = deps.now()
  const purpose = 'phone_verification'
  const open = await em.findOne(VerificationEntity, { user: user.id, purpose, verifiedAt: null, cancelledAt: null })
  if (open && open.phoneNumber === recipient.phoneNumber && isReusable(open, now)) return open
  if (open) {
    open.cancelledAt = now
    await em.flush() // Before the new one is inserted: only one may be open.
  }
  const [{ name }] = deps.keys.code as [NamedKey]
  return em.create(VerificationEntity, {
    id: randomUUID(),
    user,
    purpose,
    ...recipient,
    codeKey: name,
    createdAt: now,
    resendAvailableAt: now,
    expiresAt: new Date(now.getTime() + deps.settings.phoneCodeTtl * 1000)
  })
}

function addMessage({ now }: Deps, em: EntityManager, verification: VerificationEntity, locale: string) {
  const at = now()
  const status = verification.isTest ? 'delivered' : 'queued'
  const message = em.create(MessageEntity, { id: uuid(), verification, locale, status, createdAt: at, updatedAt: at })
  if (!verification.isTest) em.create(HandOffEntity, { id: uuid(), kind: 'send', messageId: message.id, createdAt: at })
  return message
}
