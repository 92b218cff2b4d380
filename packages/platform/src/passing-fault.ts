// 08: connection, 40: a deadlock or a conflict that was resolved against us, 53: resources, 57: cancelled or stopping.
const PASSING_CODE = /^(08|40|53|57|ECONN|ETIMEDOUT|EPIPE|ENOTFOUND|EAI_|EHOSTUNREACH)/
const PASSING_TEXT = /timeout exceeded when trying to connect|Connection terminated|Query read timeout/

/** Whether the same thing may succeed a little later: the database is away, busy or chose another's change. */
export const isPassing = (error: unknown): boolean => {
  const { code, message } = error as { code?: unknown; message?: unknown }
  return PASSING_CODE.test(String(code ?? '')) || PASSING_TEXT.test(String(message ?? ''))
}
