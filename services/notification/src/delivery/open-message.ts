import type { SendSms } from '@gatehouse/contracts'
import { SealedSms } from '@gatehouse/contracts'
import { unseal } from '@gatehouse/platform/keys/seal'
import { jobParser } from '@gatehouse/platform/queue/job'
import { GiveUp } from '@gatehouse/platform/queue/job-endings'
import type { EntityManager } from '@mikro-orm/postgresql'
import type { Deps } from '../deps.ts'
import { isTemplate } from '../messages/sms-text.ts'
import { openFailedRow } from './open-row.ts'

const parseSealed = jobParser(SealedSms)

/**
 * Opens the seal of a job. The seal names its message: a seal moved to another job would send one person's code under
 * another's message.
 * @throws GiveUp, after the ledger shows the failure.
 */
export async function openMessage({ sealingKeys }: Deps, em: EntityManager, job: SendSms): Promise<SealedSms> {
  const fault = isTemplate(job.template) ? undefined : 'template'
  const opened = fault ? undefined : await open(sealingKeys, job)
  if (opened) return opened
  const code = `invalid_job: ${fault ?? 'seal'}`
  await openFailedRow(em, job, fault ?? 'seal')
  throw new GiveUp(code)
}

async function open(keys: Uint8Array[], { sealed, message_id: id }: SendSms): Promise<SealedSms | undefined> {
  try {
    const sms = parseSealed(await unseal(keys, sealed))
    return sms.message_id === id ? sms : undefined
  } catch {
    return undefined
  }
}
