import { promisify } from 'node:util'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { invalidField } from '../refusal.ts'
import { readForm } from './form.ts'

const FORM = 'application/x-www-form-urlencoded'

/**
 * What a body may be: JSON, or a form. A body that is announced but empty is an empty object, so that what is missing
 * is said field by field. JSON that is labelled as a form is understood, since `curl -d '{…}'` sends that: tokens travel
 * in a header and never in a cookie, so accepting it opens no cross-site hole.
 */
export function acceptBodies(app: FastifyInstance) {
  const readJson = promisify(app.getDefaultJsonParser('error', 'error')) as (
    request: object,
    body: string
  ) => Promise<unknown>
  const looksLikeJson = (body: string) => /^\s*[[{"]/.test(body)

  app.removeAllContentTypeParsers()
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer' },
    async (request: FastifyRequest, bytes: Buffer) => {
      const body = decode(bytes)
      return body.trim() === '' ? {} : readJson(request, body)
    }
  )
  app.addContentTypeParser(FORM, { parseAs: 'buffer' }, async (request: FastifyRequest, bytes: Buffer) => {
    const body = decode(bytes)
    return looksLikeJson(body) ? readJson(request, body) : readForm(body)
  })
}

// Bytes that are no text would be kept as question marks, which nobody sent.
function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw invalidField('body', 'must be text in UTF-8')
  }
}
