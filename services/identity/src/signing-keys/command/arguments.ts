import { parseArgs } from 'node:util'
import { KeyRefusal } from '../key-refusal.ts'
import type { HELP } from './help.ts'

export type Command = keyof typeof HELP
export type Asked = { command: Command; flags: Set<string>; kid: string | undefined }

const help = { type: 'boolean', short: 'h' } as const
const flag = { type: 'boolean' } as const
const OPTIONS = { list: { help, json: flag }, rotate: { help, now: flag }, withdraw: { help, current: flag } }

// One in sixty-four begins with a hyphen, and is no option even so.
const KID = /^[\w-]{43}$/

/** @throws KeyRefusal that says what is wrong and where help is. */
export function readArguments([name = '', ...args]: string[]): Asked {
  const command = (['list', 'rotate', 'withdraw'] as const).find((command) => command === name)
  if (!command) throw new KeyRefusal(`there is no command "${name}", only list, rotate and withdraw`)
  const others = args.filter((argument) => !KID.test(argument))
  const { values, positionals } = parse(command, others)
  const asked = { command, flags: new Set(Object.keys(values)) }
  const kids = [...args.filter((argument) => KID.test(argument)), ...positionals]
  if (asked.flags.has('help')) return { ...asked, kid: undefined }
  const wanted = command === 'withdraw' && !asked.flags.has('current') ? 1 : 0
  if (kids.length !== wanted)
    throw misuse(command, wanted ? 'name one kid, or give --current' : 'no kid is wanted here')
  return { ...asked, kid: kids[0] }
}

function parse(command: Command, args: string[]) {
  try {
    return parseArgs({ args, options: OPTIONS[command], allowPositionals: true })
  } catch (error) {
    // Its further sentences explain how an option could be meant as none.
    throw misuse(command, `${(error as Error).message.split('. ')[0]}`)
  }
}

const misuse = (command: Command, sentence: string) => new KeyRefusal(`${sentence} (npm run keys:${command} -- --help)`)
