import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import { ErrorReply } from '@gatehouse/contracts'
import fp from 'fastify-plugin'
import { withOptionalBodies } from './optional-bodies.ts'

const theme = {
  title: 'Gatehouse API',
  css: [{ filename: 'theme.css', content: '.swagger-ui .topbar { display: none }' }]
}

/** A route that wants an access token. */
export const FOR_USERS = { security: [{ token: [] }] }

/** Adds to a route's schema what all routes share: a summary, and the one error shape. */
export const documented = <S extends { response: object }>(summary: string, schema: S) => ({
  summary,
  consumes: ['application/json', 'application/x-www-form-urlencoded'],
  ...schema,
  response: { ...schema.response, '4xx': ErrorReply, '5xx': ErrorReply }
})

// On plain http, in a network of one's own, the page's parts would be asked for by https and never come.
const withoutUpgrade = (policy: string) => policy.replace(/;? *upgrade-insecure-requests/, '')

/** OpenAPI 3.1 made from the very schemas that validate, at `/openapi.json`, and a page to browse it at `/docs`. */
export const documentation = fp<{ appName: string }>(
  async (app, { appName }) => {
    await app.register(swagger, {
      transformObject: (made) =>
        'openapiObject' in made ? withOptionalBodies(made.openapiObject) : made.swaggerObject,
      openapi: {
        openapi: '3.1.0',
        info: {
          title: `${appName} identity`,
          version: '1',
          description: 'Accounts, sign-in, profiles and phone verification.'
        },
        components: { securitySchemes: { token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } } }
      }
    })
    await app.register(swaggerUi, { routePrefix: '/docs', staticCSP: true, transformStaticCSP: withoutUpgrade, theme })
    app.get('/openapi.json', { schema: { hide: true } }, async (_request, reply) => {
      reply.header('cache-control', 'no-cache')
      return app.swagger()
    })
  },
  { name: 'documentation' }
)
