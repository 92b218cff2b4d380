/** No page shows what is older than this. */
export const MOST_BEHIND_MS = 5000

const COOKIE = 'gatehouse_acted=1'
// Twice as long as a replica may be behind, whichever process answers the next page.
const LIFE_SECONDS = (2 * MOST_BEHIND_MS) / 1000

/** Told with the answer to whatever acts. */
export const ACTED = `${COOKIE}; Path=/ops; Max-Age=${LIFE_SECONDS}; HttpOnly; SameSite=Strict`

export type Asking = { headers: { cookie?: string | undefined } }

export const hasJustActed = ({ headers }: Asking) =>
  (headers.cookie ?? '').split(';').some((cookie) => cookie.trim() === COOKIE)
