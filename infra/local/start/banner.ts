import { url } from './address.ts'
import type { Settings } from './settings.ts'

export function banner(settings: Settings, seconds: number) {
  const api = url(settings.identity)
  const operations = url(settings.notification)
  return `
  Gatehouse is running (ready after ${seconds.toFixed(1)} s).

    API          ${api}
    API page     ${api}/docs
    SMS inbox    ${operations}/inbox/
    Dashboards   ${operations}/ops/
    Database     ${settings.databaseUrl ? 'the one of DATABASE_URL' : 'embedded PostgreSQL'}
    Data         ${settings.dataFolder}

  Register the first account:

    curl -X POST ${api}/api/auth/register/ \\
      -H "Content-Type: application/json" \\
      -d '{"email": "you@example.com", "password": "correct horse battery"}'

  Stop with Ctrl-C. The data is kept for the next start.

`
}
