/** A provider's word for what went wrong, if it is one of the standard's kind: what else it writes may hold anything. */
export const errorWord = (said: unknown): string | undefined =>
  typeof said === 'string' && /^[a-z_]{1,40}$/.test(said) ? said : undefined
