import { chmodSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, StartFault, say } from '@gatehouse/platform/command/say'
import type { Closing } from '../start/closing.ts'
import { closing } from '../start/closing.ts'
import type { Environment } from '../start/settings.ts'
import { guard } from './guard.ts'
import { missing } from './missing.ts'
import { runTap } from './run-tap.ts'
import type { Servers } from './servers.ts'
import { startServers } from './servers.ts'
import type { Totals } from './totals.ts'
import { keepTotals, summary } from './totals.ts'

export type Suite = {
  root: string
  args: string[]
  environment: Environment
  stop: AbortSignal
  /** What is to be read between the tests' own output and their totals. */
  closingWords?: () => string
}

// What did not come to its end is a failure.
const NO_END: Totals = { total: 0, passed: 0, failed: 1, skipped: 0 }

/** Runs the tests on servers of their own, of which nothing is left afterwards. Answers the exit code. */
export async function runSuite(suite: Suite): Promise<number> {
  const opened = closing()
  try {
    return await run(suite, opened)
  } catch (error) {
    if (suite.stop.aborted) return 130
    say(describe(error))
    keepTotals(suite.environment.GATEHOUSE_TOTALS, NO_END)
    return 1
  } finally {
    await opened.run()
  }
}

async function run({ root, args, environment, stop, closingWords }: Suite, opened: Closing) {
  const folder = makeFolder(opened)
  const servers = await startServers(environment, folder, opened, stop)
  const lacking = missing(servers, environment.PATH, environment.CHROMIUM)
  if (lacking && environment.GATEHOUSE_REQUIRE_ALL === '1') {
    throw new StartFault(`nothing may be left out here (GATEHOUSE_REQUIRE_ALL=1):\n${lacking}`)
  }
  process.stdout.write(lacking)
  say(`${serverNames(servers)} started in ${(performance.now() / 1000).toFixed(1)} s; running the tests …`)
  const own = { ...environment, ...servers, GATEHOUSE_TOTALS: undefined }
  const { exitCode, totals, failures } = await runTap(root, args, own, folder, stop)
  stop.throwIfAborted()
  await opened.run()
  process.stdout.write(lacking)
  process.stdout.write(closingWords?.() ?? '')
  process.stdout.write(failures)
  return report(exitCode, totals, environment.GATEHOUSE_TOTALS)
}

function makeFolder(opened: Closing) {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'gatehouse-test-')))
  // Run by root, the databases are another user's, who has to get through.
  chmodSync(folder, 0o711)
  opened.add(guard(folder))
  opened.add(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

const serverNames = (servers: Servers) =>
  ['PostgreSQL 18', servers.TEST_DATABASE_URL_15 && 'PostgreSQL 15', servers.TEST_REDIS_URL && 'Redis']
    .filter(Boolean)
    .join(', ')

function report(exitCode: number, totals: Totals | undefined, file: string | undefined) {
  if (!totals) say(`tap gave no totals (exit code ${exitCode}).`)
  else if (!totals.total) say('not a single test ran.')
  else if (exitCode && !totals.failed) say(`tap ended with exit code ${exitCode}.`)
  const counted = totals ?? NO_END
  keepTotals(file, counted)
  process.stdout.write(`\n${summary(counted)}\n`)
  return exitCode || counted.failed || !counted.total ? 1 : 0
}
