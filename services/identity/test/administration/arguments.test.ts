import t from 'tap'
import { readArguments } from '../../src/administration/command/arguments.ts'
import { runAdmin } from '../../src/administration/command/run.ts'
import { whoIs } from '../../src/administration/command/who.ts'
import { COMMANDS } from '../../src/administration/commands/commands.ts'
import { printable } from '../../src/command/printable.ts'
import { startAdmin } from './run-admin.ts'

const NOBODY = async () => []

const MISUSED: [string[], RegExp][] = [
  [[], /name a command \(npm run admin -- --help\)/],
  [['constructor', 'x'], /no command "constructor"/],
  [['__proto__', 'x'], /no command "__proto__"/],
  [['find-user'], /give <id, .*find-user --help/],
  [['find-user', ''], /give <id/],
  [['find-user', 'a@b.c', 'd@e.f'], /one argument is wanted, not 2/],
  [['find-user', '--jsno', 'a@b.c'], /--jsno/],
  [['find-user', '--json=1', 'a@b.c'], /--json/],
  [['find-user', '-x@example.com'], /-x/],
  [['find-user', '--from', 'x', 'a@b.c'], /--from/],
  [['disable-user', '--no-dry-run', 'a@b.c'], /--no-dry-run/],
  [['disable-user', 'a@b.c', '--as'], /--as/],
  [['disable-user', 'a@b.c', '--as', 'Ada', '--as', 'Bob'], /--as stands twice/],
  [['release-phone', '+4915112345678', '--from', 'a', '--from', 'b'], /--from stands twice/]
]

for (const [args, fault] of MISUSED) {
  t.test('what is not understood is refused, and never guessed', async (t) => {
    t.throws(() => readArguments(args), { message: fault, exitCode: 2 }, args.join(' '))
  })
}

t.test('what stands behind -- is never an option', async (t) => {
  t.match(readArguments(['find-user', '--json', '--', '--dry-run']), {
    argument: '--dry-run',
    json: true,
    rehearse: false
  })
  t.throws(() => readArguments(['find-user', '--', 'a@b.c', '--dry-run']), /not 2/)
})

t.test('whoever acts has a name that can stand in a record', async (t) => {
  t.equal(whoIs(' Ada Lovelace '), 'Ada Lovelace')
  for (const name of ['', ' ', 'a\nb', '\u001b[2J', 'a'.repeat(101), 'a\u202eb']) {
    t.throws(() => whoIs(name), { message: /--as/, exitCode: 2 })
  }
})

t.test('nothing that was written by others moves the cursor, or hides what it is', async (t) => {
  t.equal(printable('\u001b]0;x\u0007\u009b2J'), '\\u001b]0;x\\u0007\\u009b2J')
  t.equal(printable('a\u202eb\u2066c\u200bd\u2028\r\n\t'), 'a\\u202eb\\u2066c\\u200bd\\u2028\\u000d\\u000a\\u0009')
  t.equal(printable('\ud800 \u{e0041}'), '\\ud800 \\udb40\\udc41')
  t.equal(printable('Zoë Ünal 李'), 'Zoë Ünal 李')
})

t.test('every command says what it does', async (t) => {
  const [overview, one] = await Promise.all([startAdmin(['--help']), runAdmin(['release-phone', '--help'], {}, NOBODY)])
  t.match(
    [overview, one],
    [
      { code: 0, stderr: '' },
      { code: 0, stderr: '', stdout: /--from <id>(.|\n)*--dry-run(.|\n)*--as/ }
    ]
  )
  for (const name of COMMANDS.keys()) t.match(overview.stdout, name)
})

t.test('what cannot be done is told in a sentence, and by the exit code', async (t) => {
  const DATABASE_URL = 'postgres://gatehouse:a-password@127.0.0.1:1/nowhere'
  const [misused, unset, away] = await Promise.all([
    runAdmin(['a\u001b[2J'], {}, NOBODY),
    startAdmin(['find-user', 'a@b.c']),
    runAdmin(['find-user', 'a@b.c'], { DATABASE_URL }, NOBODY)
  ])
  t.match(misused, { code: 2, stdout: '', stderr: /no command "a\\u001b\[2J"/ })
  t.match(unset, { code: 78, stdout: '', stderr: /DATABASE_URL: must be set/ })
  t.match(away, { code: 1, stdout: '', stderr: /failed: .*ECONNREFUSED/ })
  t.notMatch(away.stderr, /a-password| {4}at /)
})
