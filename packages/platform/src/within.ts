/** Waits for `work` at most `ms`. What is late goes on, unheard: only use it where doing the work twice is harmless. */
export async function within<T>(ms: number, what: string, work: Promise<T>): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new Error(`${what} took more than ${ms} ms`)), ms)
  work.catch(() => {}) // Heard by nobody once it is late.
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
