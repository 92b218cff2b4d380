import type { SendSms } from '@gatehouse/contracts'
import { traceParent } from '@gatehouse/platform/tracing/trace-parent'
import type { EntityManager, RequiredEntityData } from '@mikro-orm/postgresql'
import { raw } from '@mikro-orm/postgresql'
import { changeNoted } from './change-noted.ts'
import { LedgerRow } from './ledger.entity.ts'
import { publicStatus } from './ledger.ts'

const ENDING_DIGITS = 3

// Rows change by `moveRow` alone: a tracked one would be written back, over what another worker wrote meanwhile.
const UNTRACKED = { disableIdentityMap: true }

/** The message's row in the ledger, made if this is its first job. A job that comes twice finds the row of the first. */
export async function openRow(em: EntityManager, job: SendSms, to: string): Promise<LedgerRow> {
  const numberEnding = to.slice(-ENDING_DIGITS)
  await insertIfAbsent(em, { ...rowOf(job), numberEnding, state: 'pending' })
  const row = await em.findOneOrFail(LedgerRow, job.message_id, UNTRACKED)
  // Its job could not be read before it was redriven.
  if (row.redrives > 0 && !row.numberEnding) await em.nativeUpdate(LedgerRow, nameless(row.id), { numberEnding })
  return row
}

/** Makes an unreadable job's failure visible to the person who waits. Never touches the row of a readable one. */
export async function openFailedRow(em: EntityManager, job: SendSms, errorCode: string) {
  const failed = { state: 'failed', status: publicStatus('failed'), failure: 'unknown', errorCode } as const
  const ending = { ...failed, failureKind: 'unreadable' } as const
  if (await insertIfAbsent(em, { ...rowOf(job), ...ending }, errorCode)) return
  // Redriven, and still unreadable.
  const standing = { ...nameless(job.message_id), state: 'pending', attempt: 0, redrives: { $gt: 0 } } as const
  const times = { statusAt: raw('clock_timestamp()'), updatedAt: raw('clock_timestamp()') }
  const change = em
    .createQueryBuilder(LedgerRow)
    .update({ ...ending, ...times })
    .where(standing)
    .returning('id')
  await changeNoted(em, change, { event: 'failed', attempt: 0, code: errorCode })
}

const nameless = (id: string) => ({ id, numberEnding: null, forgottenAt: null })

type NewRow = RequiredEntityData<LedgerRow> & Pick<LedgerRow, 'state'>

function insertIfAbsent(em: EntityManager, row: NewRow, code?: string) {
  const insert = em.createQueryBuilder(LedgerRow).insert(row).onConflict('id').ignore().returning('id')
  return changeNoted(em, insert, { event: row.state, attempt: 0, code })
}

function rowOf(job: SendSms) {
  const { message_id: id, purpose, template, locale, country } = job
  const status = publicStatus('pending')
  return {
    id,
    purpose,
    template,
    locale,
    country,
    status,
    expiresAt: new Date(job.expires_at),
    trace: traceParent() ?? null
  }
}
