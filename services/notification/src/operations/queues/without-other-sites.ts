const ELSEWHERE = /<link [^>]*href="https:[^>]*>/g

/** bull-board's page without the fonts that it would fetch from another site: the policy blocks them, and the browser complains. */
export const withoutOtherSites = (payload: unknown) =>
  typeof payload === 'string' && payload.startsWith('<!DOCTYPE html>') ? payload.replaceAll(ELSEWHERE, '') : payload
