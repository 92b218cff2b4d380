import type { SendSms } from '@gatehouse/contracts'
import type { EntityManager, RequiredEntityData } from '@mikro-orm/postgresql'
import { LedgerRow } from './ledger.entity.ts'
import { publicStatus } from './ledger.ts'

const ENDING_DIGITS = 3

// Rows change by `moveRow` alone: a tracked one would be written back, over what another worker wrote meanwhile.
const UNTRACKED = { disableIdentityMap: true }

/** The message's row in the ledger, made if this is its first job. A job that comes twice finds the row of the first. */
export async function openRow(em: EntityManager, job: SendSms, to: string): Promise<LedgerRow> {
  const row = { ...rowOf(job), numberEnding: to.slice(-ENDING_DIGITS), state: 'pending' as const }
  await insertIfAbsent(em, row)
  return em.findOneOrFail(LedgerRow, job.message_id, UNTRACKED)
}

/** Makes an unreadable job's failure visible to the person who waits. Never touches the row of a readable one. */
export async function openFailedRow(em: EntityManager, job: SendSms, errorCode: string) {
  const row = { ...rowOf(job), state: 'failed' as const, failure: 'unknown' as const, errorCode }
  await insertIfAbsent(em, { ...row, status: publicStatus('failed') })
}

const insertIfAbsent = (em: EntityManager, row: RequiredEntityData<LedgerRow>) =>
  em.createQueryBuilder(LedgerRow).insert(row).onConflict('id').ignore().execute()

function rowOf(job: SendSms) {
  const { message_id: id, purpose, template, locale, country } = job
  const status = publicStatus('pending')
  return { id, purpose, template, locale, country, status, expiresAt: new Date(job.expires_at) }
}
