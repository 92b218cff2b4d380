import { createBullBoard } from '@bull-board/api'
import type { BullBoardQueues } from '@bull-board/api/typings/app'
import { FastifyAdapter } from '@bull-board/fastify'

const UI = {
  boardTitle: 'Gatehouse queues',
  hideDocsLink: true,
  showMetrics: false,
  miscLinks: [
    { text: 'Overview', url: '/ops/' },
    { text: 'Messages', url: '/ops/messages/' },
    { text: 'Actions', url: '/ops/actions/' }
  ]
}

/** bull-board, which shows each request what `queuesOf` its headers answers. */
export function createBoard(queuesOf: (headers: object) => BullBoardQueues, basePath: string) {
  const serverAdapter = new FastifyAdapter().setBasePath(basePath)
  const before = ({ request }: { request: { queues: BullBoardQueues; headers: object } }) => {
    request.queues = queuesOf(request.headers)
    return { allow: true }
  }
  createBullBoard({ queues: [], serverAdapter, options: { uiConfig: UI, handlerHooks: { before } } })
  // Its own handler tells messages of errors. Thrown on, they get the one error shape.
  serverAdapter.setErrorHandler((error) => {
    throw error
  })
  return serverAdapter.registerPlugin()
}
