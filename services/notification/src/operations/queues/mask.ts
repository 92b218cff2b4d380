const TIMESTAMP = /^\d{4}-\d\d-\d\dT[\d:.]{5,12}Z$/
const WORD = /^[a-z]+(_[a-z]+){0,5}$/

/** What of a job's data may be seen, and how it must look: a malformed job may have anything in any field. */
const SHAPES: Record<string, RegExp> = {
  message_id: /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/,
  purpose: WORD,
  template: WORD,
  locale: /^[a-z]{2}$/,
  country: /^[A-Z]{2}$/,
  expires_at: TIMESTAMP,
  at: TIMESTAMP,
  status: WORD,
  provider: WORD,
  error_code: WORD
}
const HIDDEN = '(hidden)'

/** A reason that our own work gives is a code; the others are BullMQ's. A provider's or a database's may hold a number. */
const CODE = /^[a-z]+(_[a-z]+){0,5}(: [\w/]{1,40}( [A-Za-z]{1,20})?)?$/
const NUMBER = /\d{6}/
const OF_THE_QUEUE = ['job stalled more than allowable limit', 'job started more than allowable limit']
const NAMES = ['send', 'update', 'verified', 'forget']

type Json = Record<string, unknown>

/** A job as the board shows it. Only what is named here gets out. */
export function maskJob(job: Json) {
  const reason =
    typeof job.failedReason === 'string' && job.failedReason !== '' ? maskReason(job.failedReason) : undefined
  return {
    id: job.id as string,
    name: NAMES.includes(`${job.name}`) ? `${job.name}` : HIDDEN,
    data: maskData(job.data),
    opts: maskOptions(job.opts),
    progress: typeof job.progress === 'number' ? job.progress : 0,
    timestamp: job.timestamp as number,
    delay: job.delay as number,
    priority: job.priority as number,
    processedOn: job.processedOn as number,
    finishedOn: job.finishedOn as number,
    attemptsMade: job.attemptsMade as number,
    attemptsStarted: job.attemptsStarted as number,
    stalledCounter: job.stalledCounter as number,
    failedReason: reason as string,
    stacktrace: reason ? [reason] : [],
    returnvalue: job.returnvalue == null ? null : HIDDEN
  }
}

function maskReason(reason: string): string {
  if (OF_THE_QUEUE.includes(reason)) return reason
  return CODE.test(reason) && !NUMBER.test(reason) ? reason : HIDDEN
}

function maskData(data: unknown): Json {
  const entries = isObject(data) ? Object.entries(data) : []
  const known = entries.filter(([field]) => Object.hasOwn(SHAPES, field))
  return Object.fromEntries(known.map(([field, value]) => [field, looksLike(SHAPES[field], value) ? value : HIDDEN]))
}

function maskOptions(options: unknown): Json {
  const { attempts, delay, priority } = isObject(options) ? options : {}
  const numbers = Object.entries({ attempts, delay, priority }).filter(([, value]) => typeof value === 'number')
  return Object.fromEntries(numbers)
}

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null
const looksLike = (shape: RegExp | undefined, value: unknown) =>
  value === null || (typeof value === 'string' && shape?.test(value) === true)
