import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import { setTimeout } from 'node:timers/promises'
import { createLimit } from './limit.ts'
import { close, listen } from './listen.ts'

/** One request as it came over the wire. */
export type Received = {
  method: string
  path: string
  query: URLSearchParams
  headers: IncomingMessage['headers']
  form: URLSearchParams
}

/** An SMS that the provider took: from here on it would reach the phone. */
export type Taken = { id: string; to: string; body: string; at: Date; callback?: string | undefined }

/**
 * How the provider treats one send. `take` answers as it should. `fail` takes nothing and answers with that error. The
 * others lose the answer: before taking the message (`hang`, `reset`) or after (`take_then_…`). `latencyMs` is how long it
 * takes over any of this.
 */
export type Mode = { latencyMs?: number } & (
  | { kind: 'take' | 'hang' | 'reset' | 'take_then_hang' | 'take_then_reset' }
  | ({ kind: 'fail' | 'take_then_fail' } & Failure)
)
export type Failure = { status: number; code: string; retryAfter?: number }

export type Reply = { status: number; type: string; body: string; headers?: Record<string, string> }

/** What differs from provider to provider: how a request is read, and how answers look. */
export type Dialect = {
  /** The message in the request, or the answer to anything that is not an acceptable send. */
  read: (request: Received, taken: readonly Taken[]) => Omit<Taken, 'at'> | Reply
  taken: (sms: Taken) => Reply
  failed: (status: number, code: string) => Reply
  /** The code of a refusal for asking too often. */
  tooMany: string
  /** What it does with a message before it answers. */
  onTaken?: (sms: Taken) => Promise<void>
}

/** A local server that behaves like a provider. `taken` and `received` only grow: tests compare them with the ledger. */
export type ProviderServer = {
  url: string
  taken: readonly Taken[]
  received: readonly Received[]
  /** Treats the next sends so, one each; later ones are taken. */
  next: (...modes: Mode[]) => void
  /** Treats every send so that `next` does not speak of. */
  always: (mode: Mode) => void
  /** Takes so many in a second. Further sends are refused, before anything else is done with them. */
  cap: (perSecond: number) => void
  close: () => Promise<void>
}

export async function startProviderServer(dialect: Dialect, port = 0): Promise<ProviderServer> {
  const taken: Taken[] = []
  const received: Received[] = []
  const waiting: Mode[] = []
  const limit = createLimit()
  let usual: Mode = { kind: 'take' }

  const server = createServer(async (request, response) => {
    const arrived = await receive(request)
    received.push(arrived)
    const sms = dialect.read(arrived, taken)
    if ('status' in sms) return answer(response, sms)
    if (limit.isReached()) return act(refusal(dialect), response, dialect)
    const mode = waiting.shift() ?? usual
    const message = { ...sms, at: new Date() }
    await setTimeout(mode.latencyMs ?? 0)
    if (mode.kind.startsWith('take')) {
      taken.push(message)
      await dialect.onTaken?.(message)
    }
    act(mode, response, dialect, message)
  })
  const url = await listen(server, port)
  return {
    url,
    taken,
    received,
    next: (...modes) => waiting.push(...modes),
    always: (mode) => {
      usual = mode
    },
    cap: limit.set,
    close: () => close(server)
  }
}

const refusal = ({ tooMany }: Dialect): Mode => ({ kind: 'fail', status: 429, code: tooMany, retryAfter: 1 })

function act(mode: Mode, response: ServerResponse, dialect: Dialect, sms?: Taken) {
  if (mode.kind === 'take' && sms) return answer(response, dialect.taken(sms))
  if ('code' in mode) return answer(response, { ...dialect.failed(mode.status, mode.code), headers: retryAfter(mode) })
  // A hanging request is never answered; the other side gives up, or `close` cuts it.
  if (mode.kind === 'reset' || mode.kind === 'take_then_reset') response.socket?.resetAndDestroy()
}

const retryAfter = ({ retryAfter }: Failure): Record<string, string> =>
  retryAfter === undefined ? {} : { 'retry-after': `${retryAfter}` }

async function receive(request: IncomingMessage): Promise<Received> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://provider')
  const body = (await request.setEncoding('utf8').toArray()).join('')
  const { method = '', headers } = request
  return { method, path: pathname, query: searchParams, headers, form: new URLSearchParams(body) }
}

function answer(response: ServerResponse, { status, type, body, headers = {} }: Reply) {
  response.writeHead(status, { 'content-type': type, ...headers }).end(body)
}
