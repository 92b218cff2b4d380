import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pageHeaders } from '../plugins/page-headers.ts'

const read = (name: string) => readFileSync(join(import.meta.dirname, 'page', name), 'utf8')

/** The inbox page. Its script never turns a text into markup. */
export function inboxPage() {
  const style = read('inbox.css')
  const script = read('inbox.js')
  const html = read('inbox.html')
    .replace('/*style*/', () => style)
    .replace('/*script*/', () => script)
  return { html, headers: pageHeaders({ style, script }) }
}
