import { execFile } from 'node:child_process'
import { join } from 'node:path'
import t from 'tap'
import { POSTGRES } from './fixtures/backends.ts'
import { codeFor } from './fixtures/inbox.ts'
import { newNumber, signedIn } from './fixtures/people.ts'
import { ROOT } from './fixtures/run-process.ts'
import type { Stack } from './fixtures/start-stack.ts'
import { startStack } from './fixtures/start-stack.ts'
import { until } from './fixtures/until.ts'

type Step = { at: string | null; service: string; step: string; message?: string }
type Ended = { code: number; stdout: string; stderr: string }

/** What `npm run admin` runs, with the settings of these services. */
function admin({ databaseUrl, folder }: Stack, ...args: string[]): Promise<Ended> {
  const { promise, resolve } = Promise.withResolvers<Ended>()
  const env = { DATABASE_URL: databaseUrl, DATA_DIR: folder, NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE }
  execFile(process.execPath, [join(ROOT, 'infra/commands/admin.ts'), ...args], { env }, (error, stdout, stderr) =>
    resolve({ code: Number(error?.code ?? 0), stdout, stderr })
  )
  return promise
}

t.test(
  'one send is explained from the request to the verification, by both services',
  { skip: POSTGRES.missing },
  async (t) => {
    const stack = await startStack(t, POSTGRES)
    const person = await signedIn(stack.identity)
    const number = newNumber()
    const sent = await person.sendCode(number)
    t.equal((await person.verify(await codeFor(stack.notification, number))).status, 200)
    const { id } = sent.body.verification as { id: string }
    const explain = async () => {
      const { code, stdout, stderr } = await admin(stack, 'explain-send', id, '--json', '--as', 'desk')
      t.match({ code, stderr }, { code: 0, stderr: '' })
      t.notMatch(stdout, number)
      return JSON.parse(stdout).steps as Step[]
    }
    const steps = await until('notification is told of the verification', async () => {
      const told = await explain()
      return told.some(({ step }) => step === 'told that the code was typed') && told
    })
    const ways = steps.map(({ service, step }) => `${service}: ${step}`)
    const wanted = [
      'identity: asked for and committed',
      'identity: send handed over to the queue',
      'notification: taken from the queue by a worker',
      'notification: accepted',
      'identity: code verified',
      'notification: told that the code was typed'
    ]
    for (const step of wanted) t.ok(ways.includes(step), step)
    t.ok(ways.includes('identity: reported: sent') || ways.includes('identity: reported: delivered'))
    t.equal(ways.indexOf(`${wanted[0]}`) < ways.indexOf(`${wanted[3]}`), true)

    t.equal((await admin(stack, 'disable-user', person.id)).code, 0)
    t.equal((await person.get('profile')).status, 401, 'from the moment that the command has ended')
    t.match(await admin(stack, 'list-actions', person.id, '--json'), { code: 0, stdout: /"disable-user"/ })
  }
)
