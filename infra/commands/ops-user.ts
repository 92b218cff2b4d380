import { answerHelp } from '@gatehouse/platform/command/answer-help'
import { makeEntry } from '@gatehouse/platform/operators/make-entry'
import { generatePassword } from '@gatehouse/platform/operators/password'
import { readPassword } from './ops-user/read-password.ts'

answerHelp(`npm run ops:user -- <name> <viewer|operator>: makes an entry of OPS_USERS, for who may see the dashboards.

A viewer looks, an operator acts. Asks for a password of 15 characters or more; if you give none it makes one. Without a
terminal it reads the password from its input. It changes nothing: put the entry that it prints into OPS_USERS of both
services (several are separated by commas) and start them again.
`)

process.exitCode = await main(process.argv.slice(2))

async function main([name = '', role = '']: string[]) {
  try {
    const given = await readPassword()
    const password = given || generatePassword()
    const entry = await makeEntry(name, role, password)
    if (!given) process.stderr.write(`The password, shown this once: ${password}\n`)
    process.stderr.write('For OPS_USERS of both services:\n')
    process.stdout.write(`${entry}\n`)
    return 0
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`)
    return 1
  }
}
