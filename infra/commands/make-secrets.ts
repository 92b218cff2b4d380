import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { answerHelp } from '@gatehouse/platform/command/answer-help'
import { say } from '@gatehouse/platform/command/say'
import { makeEntry } from '@gatehouse/platform/operators/make-entry'
import { generatePassword } from '@gatehouse/platform/operators/password'

answerHelp(`make-secrets <folder> <folder for operators>: what the local stack of docker-compose.yml needs, made once.

The first folder gets the database's password and the settings of the services, the second the passwords for the
dashboards. What is there stays as it is: run it as often as you like. For production, make your own.
`)

const [folder = '', operatorsFolder = ''] = process.argv.slice(2)
const settings = join(folder, 'gatehouse.env')
if (!existsSync(settings)) await makeSecrets()
const password = readFileSync(join(operatorsFolder, 'operator-password'), 'utf8')
say(`the dashboards are at /ops/: sign in as operator, with the password ${password}`)

async function makeSecrets() {
  const secret = () => randomBytes(32).toString('base64')
  const database = randomBytes(24).toString('base64url')
  const [operator, prometheus] = [generatePassword(), generatePassword()]
  const entries = [
    await makeEntry('operator', 'operator', operator),
    await makeEntry('prometheus', 'viewer', prometheus)
  ]
  keep(operatorsFolder, 'operator-password', operator)
  keep(operatorsFolder, 'prometheus-password', prometheus)
  keep(folder, 'postgres-password', database)
  // Last, since it tells that all is there: a start that was cut off begins anew.
  keep(
    folder,
    'gatehouse.env',
    [
      `DATABASE_URL=postgres://gatehouse:${database}@postgres:5432/gatehouse`,
      `IDENTITY_SECRET=${secret()}`,
      `MESSAGE_SEALING_KEY=${secret()}`,
      `OPS_USERS='${entries.join(',')}'`
    ].join('\n')
  )
}

// Whole or not at all. Readable by whoever has the volume: each server in it has a user of its own.
function keep(folder: string, name: string, text: string) {
  mkdirSync(folder, { recursive: true })
  const path = join(folder, name)
  writeFileSync(`${path}.new`, text, { mode: 0o644, flush: true })
  renameSync(`${path}.new`, path)
}
