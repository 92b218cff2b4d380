import { createHash } from 'node:crypto'

const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

/**
 * The headers of a page that comes whole in one answer. Its policy lets nothing run or load but this very style and
 * script: a text that smuggled markup in could do nothing.
 */
export function pageHeaders({ style, script }: { style: string; script?: string }) {
  const policy = [
    "default-src 'none'",
    `script-src ${script ? hash(script) : "'none'"}`,
    `style-src ${hash(style)}`,
    `connect-src ${script ? "'self'" : "'none'"}`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'"
  ].join('; ')
  return {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': policy,
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer'
  }
}
