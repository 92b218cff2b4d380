import { ROOT } from '../../test/fixtures/run-process.ts'
import type { Service } from '../../test/fixtures/service.ts'
import { until } from '../../test/fixtures/until.ts'

type Reply = { result?: { result?: { objectId?: string; value?: unknown }; objects?: { objectId: string } } }

// From now on whoever asks for the next job of this queue never gets an answer; the worker says that it runs.
const HANG = `function (queue) {
  const hit = this.filter((worker) => worker.name === queue && Object.hasOwn(worker, 'opts'))
  for (const worker of hit) worker._getNextJob = () => new Promise(() => {})
  return hit.length
}`
const PROTOTYPE = `process.getBuiltinModule('node:module').createRequire('${ROOT}/packages/platform/')('bullmq').Worker.prototype`

/**
 * Makes the fetch loop of a running worker hang, as a fault in the library would: by a debugger, so that the process is
 * the one that runs in production. @returns how many workers hang
 */
export async function wedge(service: Service, queue: string): Promise<unknown> {
  process.kill(service.pid(), 'SIGUSR1')
  const line = () => /Debugger listening on (ws:\S+)/.exec(service.output())?.[1]
  const debug = await openDebugger(await until('its debugger listens', line))
  const { result: prototype } = await debug('Runtime.evaluate', { expression: PROTOTYPE })
  const prototypeObjectId = prototype?.result?.objectId
  const { result: workers } = await debug('Runtime.queryObjects', { prototypeObjectId })
  const { result: hit } = await debug('Runtime.callFunctionOn', {
    objectId: workers?.objects?.objectId,
    functionDeclaration: HANG,
    arguments: [{ value: queue }],
    returnByValue: true
  })
  debug.close()
  return hit?.result?.value
}

async function openDebugger(url: string) {
  const socket = new WebSocket(url)
  await new Promise((resolve) => socket.addEventListener('open', resolve, { once: true }))
  let count = 0
  const call = (method: string, params: object) => {
    const id = ++count
    const { promise, resolve } = Promise.withResolvers<Reply>()
    socket.addEventListener('message', ({ data }) => {
      const reply = JSON.parse(`${data}`) as Reply & { id?: number }
      if (reply.id === id) resolve(reply)
    })
    socket.send(JSON.stringify({ id, method, params }))
    return promise
  }
  return Object.assign(call, { close: () => socket.close() })
}
