import { runAdmin } from '../../services/identity/src/administration/command/run.ts'
import { endWith } from '../../services/identity/src/command/run-command.ts'
import { traceDelivery } from '../../services/notification/src/operations/trace-delivery.ts'

// What npm run admin runs. Neither service reads the other's tables: each tells its part.
endWith(await runAdmin(process.argv.slice(2), process.env, traceDelivery))
