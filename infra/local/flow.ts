import { answerHelp } from '@gatehouse/platform/command/answer-help'
import { say } from '@gatehouse/platform/command/say'
import { runTelling } from './suite/run-telling.ts'

answerHelp(`npm run flow -- <stack>: the end-to-end flow, from registration to a proven phone, on a whole stack.

  npm run flow -- embedded          npm start: nothing but Node.js
  npm run flow -- production-like   two of each service, Redis, PgBouncer and Caddy as processes of this machine; then
                                    each process is replaced under load
  npm run flow -- compose           docker-compose.yml: built, brought up as a project of its own, used, its containers
                                    killed, made more and replaced, and taken down with its volumes. Takes ten minutes,
                                    needs docker, and writes docs/containers.md. GATEWAY_PORT if 8000 is taken

The first two are part of npm test as well.
`)

const STACKS: Record<string, string> = {
  embedded: 'test/stacks/embedded.test.ts',
  'production-like': 'test/stacks/production-like.test.ts',
  compose: 'containers/compose.test.ts'
}

const stack = process.argv[2] ?? ''
const file = Object.hasOwn(STACKS, stack) && STACKS[stack]
if (!file || process.argv.length > 3) {
  say(`name one stack: ${Object.keys(STACKS).join(', ')}. npm run flow -- --help says more.`)
  process.exit(2)
}

const exitCode = await runTelling(file, { timeoutSeconds: 1800 })
process.exit(process.exitCode ?? exitCode)
