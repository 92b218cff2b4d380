import type { Environment } from '@gatehouse/platform/config/read-settings'
import { openDatabase } from '@gatehouse/platform/database/open-database'
import { createLog } from '@gatehouse/platform/log'
import type { Ended } from '../../command/run-command.ts'
import { runCommand } from '../../command/run-command.ts'
import { commandSettings } from '../../command/settings.ts'
import { deriveKeys } from '../../deps.ts'
import { ENTITIES, SCHEMA } from '../../entities.ts'
import { LONGEST_TOKEN_TTL } from '../times.ts'
import { refuseUnusable } from '../unusable.ts'
import type { Asked } from './arguments.ts'
import { readArguments } from './arguments.ts'
import { COMMANDS } from './commands.ts'
import { HELP } from './help.ts'

/** Does what was asked on the command line. The exit code is 0, 1 if it was refused or failed, 78 as at a start. */
export const runKeyCommand = (args: string[], environment: Environment): Promise<Ended> =>
  runCommand(async () => {
    const asked = readArguments(args)
    return asked.flags.has('help') ? HELP[asked.command] : answer(asked, environment)
  })

async function answer(asked: Asked, environment: Environment): Promise<string> {
  const { databaseUrl, identitySecrets } = commandSettings(environment, { withSecret: asked.command !== 'list' })
  const orm = await openDatabase(
    databaseUrl,
    SCHEMA,
    ENTITIES,
    createLog({ name: 'keys', level: 'silent', pretty: false })
  )
  // The services may keep another time than whoever types this: no key is forgotten that one of them could still need.
  const settings = { accessTokenTtl: LONGEST_TOKEN_TTL }
  const deps = { now: () => new Date(), keys: deriveKeys(identitySecrets), settings }
  try {
    return await COMMANDS[asked.command](deps, orm.em.fork(), asked)
  } catch (error) {
    refuseUnusable(error)
    throw error
  } finally {
    await orm.close()
  }
}
