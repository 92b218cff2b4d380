import { endWith } from './command/run-command.ts'
import { runKeyCommand } from './signing-keys/command/run.ts'

// What npm run keys:list, keys:rotate and keys:withdraw run.
endWith(await runKeyCommand(process.argv.slice(2), process.env))
