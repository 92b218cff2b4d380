import { AsyncLocalStorage } from 'node:async_hooks'

/** What every line of the log tells beside its own fields: whose request it is about, or which message. */
export type LogFields = { request_id?: string; message?: string | undefined }

const storage = new AsyncLocalStorage<LogFields>()

/** Every line that is written during this work has these fields, whoever writes it. */
export const withLogFields = <T>(fields: LogFields, work: () => T): T => storage.run(fields, work)

export const logFields = (): LogFields | undefined => storage.getStore()
