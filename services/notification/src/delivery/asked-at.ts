const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7/

/**
 * When the person asked for the message: its id tells that to the millisecond (UUIDv7), by the clock of whoever gave it.
 * Undefined for an id of another kind.
 */
export const askedAt = (id: string): Date | undefined =>
  UUID_V7.test(id) ? new Date(Number.parseInt(id.replace('-', '').slice(0, 12), 16)) : undefined
