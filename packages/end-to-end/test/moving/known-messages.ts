import type { Database } from '../fixtures/database.ts'

export type Known = { number: string; status: string; state: string | null }

/** What a database knows of every message: whose it is, what identity shows, and what the ledger has. */
export const knownMessages = ({ query }: Pick<Database, 'query'>) =>
  query<Known>(
    `select v.phone_number as number, m.status, l.state from identity.sms_messages m
     join identity.phone_verifications v on v.id = m.verification_id
     left join notification.sms_messages l on l.id = m.id`
  )

/** Whether whoever asked sees an end. */
export const hasEnded = ({ status }: Known) => status !== 'queued'
