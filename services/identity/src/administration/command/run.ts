import type { Environment } from '@gatehouse/platform/config/read-settings'
import { readSettings } from '@gatehouse/platform/config/read-settings'
import { openDatabase } from '@gatehouse/platform/database/open-database'
import { createLog } from '@gatehouse/platform/log'
import { CommandRefusal, EXIT } from '../../command/refusal.ts'
import type { Ended } from '../../command/run-command.ts'
import { runCommand } from '../../command/run-command.ts'
import { commandSettings } from '../../command/settings.ts'
import { ENTITIES, SCHEMA } from '../../entities.ts'
import { SHARED } from '../../settings.ts'
import type { Done } from '../perform.ts'
import { perform } from '../perform.ts'
import type { Asked } from './arguments.ts'
import { readArguments } from './arguments.ts'
import type { TraceDelivery } from './complete.ts'
import { complete } from './complete.ts'
import { helpOf, overview } from './help.ts'
import { render } from './render.ts'
import { whoIs } from './who.ts'

/**
 * Does what an operator asks on the command line.
 * @param traceDelivery what notification knows of messages: services meet outside of both
 */
export const runAdmin = (args: string[], environment: Environment, traceDelivery: TraceDelivery): Promise<Ended> =>
  runCommand(async () => {
    if (['--help', '-h'].includes(args[0] ?? '')) return overview()
    const asked = readArguments(args)
    if (asked.help) return helpOf(asked.name, asked.command)
    const who = whoIs(asked.options.as)
    const { databaseUrl } = commandSettings(environment, { withSecret: false })
    const done = await order(asked, who, databaseUrl, environment)
    const whole = asked.rehearse ? done : await complete(done, (ids) => traceDelivery(databaseUrl, ids))
    return tell(asked, whole)
  })

async function order(asked: Asked, who: string, databaseUrl: string, environment: Environment): Promise<Done> {
  const { PUBLIC_URL: publicUrl, REFRESH_TOKEN_IDLE_TTL: refreshIdleTtl } = readSettings(environment, SHARED)
  const log = createLog({ name: 'admin', level: 'silent', pretty: false })
  const orm = await openDatabase(databaseUrl, SCHEMA, ENTITIES, log)
  try {
    const deps = { now: () => new Date(), settings: { publicUrl, refreshIdleTtl } }
    const { name: action, rehearse, command } = asked
    return await perform(deps, orm.em.fork(), { who, action, rehearse }, (em) => command.run(deps, em, asked))
  } finally {
    await orm.close()
  }
}

// What was found on the way to a refusal is told all the same: its look is recorded.
function tell(asked: Asked, done: Done): string {
  const answer = render(asked, done)
  if (done.refusal) throw new CommandRefusal(done.refusal, EXIT.refused, answer)
  return answer
}
