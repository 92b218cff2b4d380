import type { Command } from '../commands/command.ts'
import { COMMANDS } from '../commands/commands.ts'

const COMMON = `  --dry-run         says what would happen, changes nothing, shows nothing and records nothing
  --json            for programs: npm run --silent admin -- <command> --json
  --as <name>       who you are, for the record of actions    the name under which you are signed in to this machine

  Exit codes: 0 done, 1 failed, 2 not understood, 3 refused, 78 wrong settings.
`

const SETTINGS = `  DATABASE_URL              the PostgreSQL database         that of npm start, while it runs on this machine
  REFRESH_TOKEN_IDLE_TTL    as the services have it
  PUBLIC_URL                as the services have it
`

export const helpOf = (name: string, { argument, help }: Command) =>
  `npm run admin -- ${name} ${argument}\n\n${help}\n\n${COMMON}\n${SETTINGS}`

export const overview = () => {
  const lines = [...COMMANDS].map(([name, { summary }]) => `  ${name.padEnd(16)}  ${summary}\n`)
  return `npm run admin -- <command>: for the people who run it. Everything is recorded, a look as well.\n\n${lines.join('')}
  <command> --help  says more\n\n${COMMON}`
}
