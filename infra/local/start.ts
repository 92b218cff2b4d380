import { resolve } from 'node:path'
import { answerHelp } from '@gatehouse/platform/command/answer-help'
import { runStack } from './start/run-stack.ts'
import { stopRequest } from './start/stop-request.ts'

answerHelp(`npm start: Gatehouse on this machine, for development.

Starts an embedded PostgreSQL, brings its schema up to date, starts the identity and the
notification service, and prints their addresses. Ctrl-C stops everything; the data is kept.

Settings (from the environment, or from .env in the repository's root; all of them: .env.example):
  DATA_DIR                            where data is kept               .data
  DATABASE_URL                        a PostgreSQL of yours            the embedded one
  QUEUE_URL                           the queue: redis:// or postgres  same as DATABASE_URL
  IDENTITY_HOST, IDENTITY_PORT        address of the API               127.0.0.1, 8000
  NOTIFICATION_HOST, NOTIFICATION_PORT  inbox and dashboards           127.0.0.1, 8001
`)

const root = resolve(import.meta.dirname, '../..')

const exitCode = await runStack({
  root,
  environment: process.env,
  identity: resolve(root, 'services/identity/src/main.ts'),
  notification: resolve(root, 'services/notification/src/main.ts'),
  checkSettings: async (environment) => (await import('./start/check-settings.ts')).checkSettings(environment),
  loadMigrations: () => import('../commands/migrate-database.ts'),
  stop: stopRequest()
})
process.exit(process.exitCode ?? exitCode)
