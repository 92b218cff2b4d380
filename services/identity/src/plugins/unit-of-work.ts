import type { EntityManager, MikroORM } from '@mikro-orm/postgresql'
import fp from 'fastify-plugin'

declare module 'fastify' {
  interface FastifyRequest {
    em: EntityManager
  }
}

/** Gives every request its own unit of work as `request.em`. */
export const unitOfWork = fp<{ orm: MikroORM }>(
  async (app, { orm }) => {
    app.decorateRequest('em')
    app.addHook('onRequest', async (request) => {
      request.em = orm.em.fork()
    })
  },
  { name: 'unit-of-work' }
)
