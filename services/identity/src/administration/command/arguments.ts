import { parseArgs } from 'node:util'
import { CommandRefusal, EXIT } from '../../command/refusal.ts'
import type { Command, Given } from '../commands/command.ts'
import { COMMANDS } from '../commands/commands.ts'

export type Asked = Given & { name: string; command: Command; help: boolean; json: boolean; rehearse: boolean }

const SHARED = {
  help: { type: 'boolean', short: 'h' },
  json: { type: 'boolean' },
  'dry-run': { type: 'boolean' },
  as: { type: 'string' }
} as const

/**
 * Reads what was typed, and guesses nothing: an unknown option, one that stands twice, and an argument too many are
 * refused. What stands behind `--` is never an option.
 * @throws CommandRefusal that says what is wrong and where help is
 */
export function readArguments([name = '', ...args]: string[]): Asked {
  const command = COMMANDS.get(name)
  if (!command) throw misuse(name ? `there is no command "${name}"` : 'name a command')
  const { values, positionals, tokens } = parse(name, command, args)
  const named = tokens.filter((token) => token.kind === 'option').map((token) => token.name)
  const twice = named.find((option, place) => named.indexOf(option) !== place)
  if (twice) throw misuse(`--${twice} stands twice`, name)
  const { help, json, 'dry-run': rehearse, ...options } = values
  const asked = { name, command, help: help === true, json: json === true, rehearse: rehearse === true }
  if (!asked.help) refuseCount(name, command, positionals)
  return { ...asked, argument: positionals[0] ?? '', options: options as Given['options'] }
}

function parse(name: string, { options }: Command, args: string[]) {
  try {
    return parseArgs({ args, options: { ...SHARED, ...options }, allowPositionals: true, tokens: true })
  } catch (error) {
    // Its further sentences explain how an option could be meant as none.
    throw misuse(`${(error as Error).message.split('. ')[0]}`, name)
  }
}

function refuseCount(name: string, { argument }: Command, positionals: string[]) {
  if (positionals.length > 1) throw misuse(`one argument is wanted, not ${positionals.length}`, name)
  const isWanted = argument.startsWith('<')
  if (isWanted && !positionals[0]) throw misuse(`give ${argument}`, name)
}

const misuse = (sentence: string, name?: string) =>
  new CommandRefusal(`${sentence} (npm run admin -- ${name ? `${name} ` : ''}--help)`, EXIT.misused)
