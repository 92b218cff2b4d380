import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const read = (name: string) => readFileSync(join(import.meta.dirname, 'page', name), 'utf8')
const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

/**
 * The inbox page, whole in one answer. Its policy lets nothing run or load but this very script and style: a text that
 * smuggled markup in could do nothing, and the page never turns a text into markup.
 */
export function inboxPage() {
  const style = read('inbox.css')
  const script = read('inbox.js')
  const html = read('inbox.html')
    .replace('/*style*/', () => style)
    .replace('/*script*/', () => script)
  const policy = [
    "default-src 'none'",
    `script-src ${hash(script)}`,
    `style-src ${hash(style)}`,
    "connect-src 'self'",
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'"
  ].join('; ')
  const headers = {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': policy,
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer'
  }
  return { html, headers }
}
