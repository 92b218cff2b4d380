import { join } from 'node:path'
import type { LocalSecrets } from './keep-secrets.ts'
import { writeWhole } from './write-whole.ts'

/** To each part of the stack what it needs, in a folder that it alone sees: notification cannot sign a token. */
export function handOut(secrets: LocalSecrets, folder: string) {
  for (const [name, text] of Object.entries(files(secrets))) writeWhole(join(folder, name), text)
}

function files(secrets: LocalSecrets) {
  const shared = [
    `DATABASE_URL=postgres://gatehouse:${secrets.database}@postgres:5432/gatehouse`,
    `QUEUE_URL=redis://:${secrets.redis}@redis:6379`,
    `MESSAGE_SEALING_KEY=${secrets.sealing}`,
    `OPS_USERS='${secrets.operators}'`
  ]
  return {
    'identity/settings.env': [...shared, `IDENTITY_SECRET=${secrets.identity}`].join('\n'),
    'notification/settings.env': shared.join('\n'),
    'postgres/postgres-password': secrets.postgres,
    'postgres/gatehouse-password': secrets.database,
    'redis/redis.conf': `requirepass ${secrets.redis}\n`,
    'prometheus/password': secrets.prometheus,
    'operators/operator-password': secrets.operator
  }
}
