import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import { ErrorReply } from '@gatehouse/contracts'
import fp from 'fastify-plugin'

/** A route that wants an access token. */
export const FOR_USERS = { security: [{ token: [] }] }

/** Adds to a route's schema what all routes share: a summary, and the one error shape. */
export const documented = <S extends { response: object }>(summary: string, schema: S) => ({
  summary,
  consumes: ['application/json', 'application/x-www-form-urlencoded'],
  ...schema,
  response: { ...schema.response, '4xx': ErrorReply, '5xx': ErrorReply }
})

/** OpenAPI 3.1 made from the very schemas that validate, at `/openapi.json`, and a page to browse it at `/docs`. */
export const documentation = fp<{ publicUrl: string; appName: string }>(
  async (app, { publicUrl, appName }) => {
    await app.register(swagger, {
      openapi: {
        openapi: '3.1.0',
        info: {
          title: `${appName} identity`,
          version: '1',
          description: 'Accounts, sign-in, profiles and phone verification.'
        },
        servers: [{ url: publicUrl }],
        components: { securitySchemes: { token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } } }
      }
    })
    await app.register(swaggerUi, { routePrefix: '/docs', staticCSP: true })
    app.get('/openapi.json', { schema: { hide: true } }, async (_request, reply) => {
      reply.header('cache-control', 'no-cache')
      return app.swagger()
    })
  },
  { name: 'documentation' }
)
