import type { FastifyInstance } from 'fastify'
import { invalidField } from '../refusal.ts'

/** A body that is announced but empty is an empty object: what is missing is then said field by field. */
export function acceptEmptyJson(app: FastifyInstance) {
  const parseJson = app.getDefaultJsonParser('error', 'error')
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (String(body).trim() === '') return done(null, {})
    parseJson(request, String(body), done)
  })
}

/**
 * Form bodies, and JSON that is labelled as a form: `curl -d '{…}'` sends that. Tokens travel in a header and never in
 * a cookie, so accepting it opens no cross-site hole.
 */
export function acceptForms(app: FastifyInstance) {
  const parseJson = app.getDefaultJsonParser('error', 'error')
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (request, body, done) => {
    if (/^\s*[[{"]/.test(String(body))) return parseJson(request, String(body), done)
    try {
      done(null, readForm(String(body)))
    } catch (error) {
      done(error as Error)
    }
  })
}

function readForm(body: string): Record<string, string> {
  const fields = new URLSearchParams(body)
  const repeated = [...fields.keys()].find((key) => fields.getAll(key).length > 1)
  if (repeated !== undefined) throw invalidField(repeated, 'is given more than once')
  return Object.fromEntries(fields)
}
