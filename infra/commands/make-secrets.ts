import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { answerHelp } from '@gatehouse/platform/command/answer-help'
import { say } from '@gatehouse/platform/command/say'
import { handOut } from './local-secrets/hand-out.ts'
import { keepSecrets } from './local-secrets/keep-secrets.ts'

const HELP = `make-secrets <folder>: what the local stack of docker-compose.yml needs, made once.

Each part of the stack gets a folder of its own below this one, with what it needs and nothing else: identity,
notification, postgres, redis, prometheus, and operators with the password for the dashboards. kept has all of it, to
hand it out again. What is there stays as it is: run it as often as you like. For production, make your own.
`
answerHelp(HELP)

const [folder] = process.argv.slice(2)
if (!folder) {
  process.stderr.write(HELP)
  process.exit(2)
}
handOut(await keepSecrets(join(folder, 'kept')), folder)
const password = readFileSync(join(folder, 'operators/operator-password'), 'utf8')
say(`the dashboards are at /ops/: sign in as operator, with the password ${password}`)
