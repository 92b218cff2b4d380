import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { readSettings } from '@gatehouse/platform/config/read-settings'
import { operatorList } from '@gatehouse/platform/operators/setting'
import { operatorSignIn } from '@gatehouse/platform/operators/sign-in'
import t from 'tap'

const SCRIPT = join(import.meta.dirname, '../ops-user.ts')

async function run(args: string[], input = '') {
  const child = spawn(process.execPath, [SCRIPT, ...args])
  child.stdin.end(input)
  const ended = once(child, 'close')
  const [printed, told, [code]] = await Promise.all([text(child.stdout), text(child.stderr), ended])
  return { code, printed, told }
}

/** Whether the entry that was printed lets this password in. */
function letsIn(entry: string, name: string, password: string) {
  const { OPS_USERS } = readSettings({ OPS_USERS: entry }, { OPS_USERS: operatorList({ default: [] }) })
  return operatorSignIn(OPS_USERS, () => new Date())({ name, password, address: '127.0.0.1' })
}

t.test('a given password makes an entry that lets it in, and is printed nowhere', async (t) => {
  const password = 'tall trees, grünes Gras'
  const { code, printed, told } = await run(['desk', 'operator'], `${password}\n`)
  t.equal(code, 0)
  t.notMatch(printed + told, password)
  t.match(printed, /^desk:operator:[\w-]+\n$/, 'nothing but the entry, so that it can be piped')
  t.same(await letsIn(printed, 'desk', password), { name: 'desk', role: 'operator' })
  t.same(await letsIn(printed, 'desk', password.normalize('NFD')), { name: 'desk', role: 'operator' })
  t.equal(await letsIn(printed, 'desk', `${password}!`), undefined)
})

t.test('without one a strong password is made, shown once, beside the entry', async (t) => {
  const { printed, told } = await run(['wall', 'viewer'])
  const password = /this once: ([\w-]{20})\n/.exec(told)?.[1]
  t.same(await letsIn(printed, 'wall', `${password}`), { name: 'wall', role: 'viewer' })
  t.not((await run(['wall', 'viewer'])).told, told, 'never the same twice')
})

t.test('what would be refused at a start is refused here', async (t) => {
  const faults: [string[], string, RegExp][] = [
    [['desk', 'admin'], '', /roles viewer, operator/],
    [[], '', /must have a name/],
    [['local', 'viewer'], '', /must not be called local/],
    [['desk', 'viewer'], 'too short\n', /15 to 128 characters/]
  ]
  for (const [args, input, fault] of faults) {
    const { code, printed, told } = await run(args, input)
    t.same([code, printed], [1, ''])
    t.match(told, fault)
    t.notMatch(told, /too short/)
  }
})
