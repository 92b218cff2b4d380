import type { Scene } from './open-scene.ts'

/** What became of one message: what identity promised and shows, and what its phone got. */
export type Fate = {
  id: string
  number: string
  status: string
  expiresAt: Date
  /** Of the ledger; null if notification never heard of it. */
  state: string | null
  attempt: number
  wasInDoubt: boolean
}

/** Every message that was committed, whether its request was answered or not. */
export const fatesOf = async ({ stack }: Pick<Scene, 'stack'>): Promise<Fate[]> =>
  stack.query<Fate>(
    `select m.id, v.phone_number as number, m.status, v.expires_at as "expiresAt", l.state, coalesce(l.attempt, 0) as attempt,
       l.doubted_at is not null as "wasInDoubt"
     from identity.sms_messages m join identity.phone_verifications v on v.id = m.verification_id
     left join notification.sms_messages l on l.id = m.id order by m.created_at`
  )

export const isSettled = ({ status }: Fate) => status !== 'queued'
