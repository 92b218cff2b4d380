import type { Service } from '../../test/fixtures/service.ts'
import { until } from '../../test/fixtures/until.ts'

type Reply = { result?: { result?: { objectId?: string; value?: unknown }; objects?: { objectId: string } } }
type Message = Reply & { id?: number; method?: string }

/**
 * A debugger on a running process, so that the process under test is the one that runs in production. Its port stays
 * open: `inspector.close()` ended 6 of 450 processes by SIGSEGV (Node.js 24).
 */
export async function openDebugger(service: Service) {
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
    close: () => socket.close()
  }
}
