import { resolve } from 'node:path'
import { answerHelp } from '@gatehouse/platform/command/answer-help'
import { stopRequest } from './start/stop-request.ts'
import { runSuite } from './suite/run-suite.ts'

answerHelp(`npm test: the whole suite, on servers of its own that are gone afterwards.

  npm test                                            everything
  npm test -- services/identity/test/a.test.ts        one file
  npm test -- --grep=code                             what tap's options choose

Starts the embedded PostgreSQL 18; PostgreSQL 15 (/usr/lib/postgresql/15/bin, or TEST_POSTGRES15_BIN)
and Redis (redis-server on the PATH) if the machine has them, else says what is left out.

  GATEHOUSE_REQUIRE_ALL=1   leaving something out is a failure (in CI)
`)

const stop = stopRequest()
const root = resolve(import.meta.dirname, '../..')

const exitCode = await runSuite({ root, args: process.argv.slice(2), environment: process.env, stop })
process.exit(process.exitCode ?? exitCode)
