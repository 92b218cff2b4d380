import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@fastify/type-provider-typebox'
import type { Deps } from '../deps.ts'
import { CACHE_SECONDS } from './times.ts'

const Jwks = {
  summary: 'Public keys of the access tokens',
  tags: ['Tokens'],
  response: { 200: Type.Object({ keys: Type.Array(Type.Record(Type.String(), Type.String())) }) }
}

export const signingKeyRoutes =
  (deps: Deps): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.get('/.well-known/jwks.json', { schema: Jwks }, async (_request, reply) => {
      reply.header('cache-control', `public, max-age=${CACHE_SECONDS}`)
      return { keys: await deps.keyring.publicJwks() }
    })
  }
