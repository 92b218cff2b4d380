import { ROOT } from '../../test/fixtures/run-process.ts'
import type { Service } from '../../test/fixtures/service.ts'
import { openDebugger } from './open-debugger.ts'

// From now on whoever asks for the next job of this queue never gets an answer, nor who has asked; the worker says that
// it runs.
const HANG = `function (queue) {
  const hit = this.filter((worker) => worker.name === queue && Object.hasOwn(worker, 'opts'))
  for (const worker of hit) worker._getNextJob = worker.nextJobFromJobData = () => new Promise(() => {})
  return hit.length
}`
const PROTOTYPE = `process.getBuiltinModule('node:module').createRequire('${ROOT}/packages/platform/')('bullmq').Worker.prototype`

/**
 * Makes the fetch loop of a running worker hang, as a fault in the library would: by a debugger, so that the process is
 * the one that runs in production. @returns how many workers hang
 */
export async function wedge(service: Service, queue: string): Promise<unknown> {
  const debug = await openDebugger(service)
  const { result: prototype } = await debug.call('Runtime.evaluate', { expression: PROTOTYPE })
  const prototypeObjectId = prototype?.result?.objectId
  const { result: workers } = await debug.call('Runtime.queryObjects', { prototypeObjectId })
  const { result: hit } = await debug.call('Runtime.callFunctionOn', {
    objectId: workers?.objects?.objectId,
    functionDeclaration: HANG,
    arguments: [{ value: queue }],
    returnByValue: true
  })
  debug.close()
  return hit?.result?.value
}
