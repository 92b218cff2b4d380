import t from 'tap'
import { call } from '../fixtures/people.ts'
import { startIdentity } from '../fixtures/start-identity.ts'

type Operation = {
  summary?: string
  security?: object[]
  requestBody?: { content: Record<string, { schema: { properties: object } }> }
  responses: Record<string, object>
}
const identity = await startIdentity(t, { relay: false })
const answer = await call(identity, 'GET', '/openapi.json')
const document = answer.json()

const ROUTES = {
  '/api/auth/register/': ['post'],
  '/api/auth/login/': ['post'],
  '/api/auth/refresh/': ['post'],
  '/api/auth/logout/': ['post'],
  '/api/auth/profile/': ['get', 'patch'],
  '/api/auth/get-profile/': ['get'],
  '/api/auth/complete-profile/': ['post'],
  '/api/auth/send-phone-verification/': ['post'],
  '/api/auth/phone-verification/': ['get'],
  '/api/auth/verify-phone/': ['post'],
  '/api/auth/verify-token/': ['get'],
  '/api/auth/sessions/': ['get'],
  '/api/auth/sessions/{id}/': ['delete'],
  '/api/auth/reauthenticate/': ['post'],
  '/api/auth/change-password/': ['post'],
  '/api/auth/forgot-password/': ['post'],
  '/api/auth/reset-password/': ['post'],
  '/api/auth/reset-password/link/': ['post'],
  '/api/auth/google/': ['get', 'post'],
  '/api/auth/google/callback/': ['get'],
  '/api/auth/google/exchange/': ['post'],
  '/api/auth/activity/': ['get'],
  '/api/auth/account/export/': ['get'],
  '/api/auth/account/': ['delete'],
  '/.well-known/jwks.json': ['get']
}
const PUBLIC = [
  '/api/auth/register/',
  '/api/auth/login/',
  '/api/auth/refresh/',
  '/api/auth/forgot-password/',
  '/api/auth/reset-password/',
  '/api/auth/reset-password/link/',
  '/api/auth/google/',
  '/api/auth/google/callback/',
  '/api/auth/google/exchange/',
  '/.well-known/jwks.json'
]

t.test('the description is OpenAPI 3.1 and names every route of the contract', async (t) => {
  t.equal(answer.statusCode, 200)
  t.match(document.openapi, /^3\.1\.\d+$/)
  t.match(document.info, { title: /./, version: /./ })
  for (const [path, methods] of Object.entries(ROUTES)) {
    for (const method of methods) {
      const operation = document.paths[path]?.[method] as Operation | undefined
      t.ok(operation, `${method} ${path}`)
      t.match(operation?.summary, /./)
      const statuses = Object.keys(operation?.responses ?? {})
      t.ok(
        statuses.length > 0 && statuses.every((status) => /^([1-5]\d\d|[1-5]XX|default)$/.test(status)),
        `${statuses}`
      )
    }
  }
})

t.test('it says which routes want a token', async (t) => {
  t.match(document.components.securitySchemes.token, { type: 'http', scheme: 'bearer' })
  for (const [path, methods] of Object.entries(ROUTES)) {
    for (const method of methods) {
      const { security } = document.paths[path][method] as Operation
      t.same(security ?? [], PUBLIC.includes(path) ? [] : [{ token: [] }], path)
    }
  }
})

t.test('it shows the very bodies that are validated', async (t) => {
  const { content } = (document.paths['/api/auth/register/'].post as Operation).requestBody ?? { content: {} }
  const fields = Object.keys(content['application/json']?.schema.properties ?? {})
  t.ok(
    ['email', 'password', 'first_name', 'phone_number', 'hourly_rate', 'date_of_birth'].every((field) =>
      fields.includes(field)
    )
  )
})

t.test('every reference in it leads somewhere', async (t) => {
  const references = [...answer.body.matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path]) => `${path}`)
  for (const reference of references) {
    const found = reference.split('/').reduce((place, key) => place?.[decodeURIComponent(key)], document)
    t.ok(found, reference)
  }
  t.notMatch(answer.body, /uncommon-password.*passwordHash|undefined/)
})

t.test('there is a page to browse it', async (t) => {
  for (const url of ['/docs', '/docs/']) {
    const page = await call(identity, 'GET', url)
    const shown = page.statusCode === 302 ? await call(identity, 'GET', `${page.headers.location}`) : page
    t.equal(shown.statusCode, 200)
    t.match(shown.headers['content-type'], /text\/html/)
  }
})
