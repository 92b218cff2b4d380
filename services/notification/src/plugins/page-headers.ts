import { createHash } from 'node:crypto'

const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

/**
 * The headers of a page that comes whole in one answer. Its policy lets nothing run or load but this very style and
 * script: a text that smuggled markup in could do nothing. Forms, where there are any, go to this origin alone.
 */
export function pageHeaders({ style, script, hasForms }: { style: string; script?: string; hasForms?: boolean }) {
  const policy = [
    "default-src 'none'",
    `script-src ${script ? hash(script) : "'none'"}`,
    `style-src ${hash(style)}`,
    `connect-src ${script ? "'self'" : "'none'"}`,
    'img-src data:',
    "base-uri 'none'",
    `form-action ${hasForms ? "'self'" : "'none'"}`,
    "frame-ancestors 'none'"
  ].join('; ')
  return {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': policy,
    'cross-origin-resource-policy': 'same-origin',
    // Without one a form says that it comes from nowhere, and would be taken for another site's.
    'referrer-policy': hasForms ? 'same-origin' : 'no-referrer'
  }
}
