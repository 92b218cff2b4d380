import { availableParallelism, loadavg } from 'node:os'
import { answerHelp } from '@gatehouse/platform/command/answer-help'
import { say } from '@gatehouse/platform/command/say'
import { runTelling } from './suite/run-telling.ts'

answerHelp(`npm run bench: what this machine holds.

  npm run bench             one process of each service, the queue in PostgreSQL and in Redis: requests and messages a
                            second, memory, bytes a row. Takes five minutes; BENCH_SECONDS=2 for a quick look
  npm run bench -- large    the same requests and the operators' pages with few people and with a million, as ratios;
                            BENCH_PEOPLE=10000000 for more (20 GB of disk while it runs)

The clients and the servers share the machine, so the figures are lower than they could be; compare figures of one run.
docs/scaling.md reads them.
`)

const names = process.argv.slice(2)
if (names.some((name) => name !== 'large')) {
  say(`there is no such benchmark: ${names.join(' ')}. npm run bench -- --help says more.`)
  process.exit(2)
}

say(
  `${availableParallelism()} processors, load ${loadavg()
    .map((load) => load.toFixed(1))
    .join(' ')}`
)
const exitCode = await runTelling(`benchmark/${names[0] ?? 'bench'}.test.ts`, { timeoutSeconds: 3600 })
process.exit(process.exitCode ?? exitCode)
