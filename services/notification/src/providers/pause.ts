export type PauseOptions = {
  /** Without a word from the provider. */
  pauseMs: number
  /** However long it asked for: it may have been a slip, and another message may find out. */
  longestPauseMs: number
}

/** Remembers how long a provider asked to be left alone. By the monotonic clock, which nobody sets. */
export function createPause({ pauseMs, longestPauseMs }: PauseOptions) {
  let endsAt = 0
  return {
    /** @returns how long whoever was refused is to wait */
    begin: (askedMs: number = pauseMs): number => {
      endsAt = Math.max(endsAt, performance.now() + Math.min(askedMs, longestPauseMs))
      return askedMs
    },
    restMs: (): number | undefined => {
      const leftMs = Math.ceil(endsAt - performance.now())
      return leftMs > 0 ? leftMs : undefined
    }
  }
}
