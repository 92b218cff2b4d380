import { ConfigurationFault, EXIT_CONFIGURATION } from '@gatehouse/platform/config/configuration-fault'
import type { Environment } from '@gatehouse/platform/config/read-settings'
import { openDatabase } from '@gatehouse/platform/database/open-database'
import { createLog } from '@gatehouse/platform/log'
import { deriveKeys } from '../../deps.ts'
import { ENTITIES, SCHEMA } from '../../entities.ts'
import { KeyRefusal } from '../key-refusal.ts'
import { LONGEST_TOKEN_TTL } from '../times.ts'
import { refuseUnusable } from '../unusable.ts'
import type { Asked } from './arguments.ts'
import { readArguments } from './arguments.ts'
import { COMMANDS } from './commands.ts'
import { HELP } from './help.ts'
import { keySettings } from './settings.ts'

/** Does what was asked on the command line. Answers the exit code: 0, 1 if it was refused or failed, 78 as at a start. */
export async function runKeyCommand(args: string[], environment: Environment): Promise<number> {
  try {
    const asked = readArguments(args)
    process.stdout.write(asked.flags.has('help') ? HELP[asked.command] : await answer(asked, environment))
    return 0
  } catch (error) {
    const { message } = error as Error
    if (error instanceof ConfigurationFault) process.stderr.write(`${message}\n`)
    else process.stderr.write(`gatehouse: ${error instanceof KeyRefusal ? '' : 'failed: '}${message.split('\n')[0]}\n`)
    return error instanceof ConfigurationFault ? EXIT_CONFIGURATION : 1
  }
}

async function answer(asked: Asked, environment: Environment): Promise<string> {
  const { databaseUrl, identitySecrets } = keySettings(environment, { withSecret: asked.command !== 'list' })
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
