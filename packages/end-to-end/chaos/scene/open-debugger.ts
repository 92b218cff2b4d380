import type { Test } from 'tap'
import type { Service } from '../../test/fixtures/service.ts'
import { until } from '../../test/fixtures/until.ts'
import { takeSeat } from './take-seat.ts'

type Reply = { result?: { result?: { objectId?: string; value?: unknown }; objects?: { objectId: string } } }
type Message = Reply & { id?: number; method?: string }

// Later, since it would end the connection on which it is asked for.
const END = `setTimeout(() => process.getBuiltinModule('node:inspector').close(), 20)`

/** A debugger on a running process, so that the process under test is the one that runs in production. */
export async function openDebugger(t: Test, service: Service) {
  // A process that is asked by a signal opens one port, the same in all.
  const giveBack = await takeSeat('debugger', 1)
  t.teardown(giveBack)
  process.kill(service.pid(), 'SIGUSR1')
  const line = () => /Debugger listening on ws:\/\/(\S+)/.exec(service.output())?.[1]
  const address = await until('its debugger listens', line)
  const socket = new WebSocket(`ws://${address}`)
  await new Promise((resolve) => socket.addEventListener('open', resolve, { once: true }))
  const heard: Message[] = []
  socket.addEventListener('message', ({ data }) => heard.push(JSON.parse(`${data}`)))
  let count = 0
  const call = (method: string, params: object = {}): Promise<Reply> => {
    const id = ++count
    socket.send(JSON.stringify({ id, method, params }))
    return until(`an answer to ${method}`, () => heard.find((message) => message.id === id))
  }
  return {
    call,
    hasHeard: (method: string) => heard.some((message) => message.method === method),
    close: async () => {
      await call('Runtime.evaluate', { expression: END })
      socket.close()
      const isGone = () =>
        fetch(`http://${address}`).then(
          () => false,
          () => true
        )
      await until('its debugger is gone', isGone)
      await giveBack()
    }
  }
}
