import { spawnSync } from 'node:child_process'
import t from 'tap'

/** What a process that logs this writes. */
const written = (statement: string) => {
  const program = `import { createLog } from '${import.meta.dirname}/../src/log.ts'
    const log = createLog({ name: 'x', level: 'info', pretty: false }); ${statement}`
  return spawnSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' }).stdout
}

t.test('a request is logged by method and path, without its query', (t) => {
  const line = written(
    `log.info({ req: { method: 'GET', url: '/a/b?token=secret', headers: { authorization: 'secret' } } })`
  )
  t.match(JSON.parse(line).req, { method: 'GET', path: '/a/b' })
  t.notMatch(line, /secret/)
  t.end()
})

t.test('an error is logged without the row that it is about', (t) => {
  const line = written(
    `log.error({ err: Object.assign(new Error('duplicate key'), { code: '23505', detail: 'Key (email)=(a@b.cd)' }) })`
  )
  t.match(JSON.parse(line).err, { message: 'duplicate key', code: '23505', stack: /duplicate key/ })
  t.notMatch(line, /a@b\.cd/)
  t.end()
})

t.test('every line about a request has its id, whoever writes it and whenever', (t) => {
  const lines = written(`
    const { createServer } = await import('${import.meta.dirname}/../src/http/server.ts')
    const app = createServer({ log, trustedProxies: [] })
    app.post('/', async (request) => {
      log.info('by a verb, after the body')
      request.log.info('by the route')
      setTimeout(() => log.info('later'))
      throw new Error('broken')
    })
    const url = await app.listen({ port: 0, host: '127.0.0.1' })
    log.info('of nobody')
    const { request } = await import('node:http')
    const { once } = await import('node:events')
    const headers = { 'x-request-id': 'ours', 'content-type': 'application/json', expect: '100-continue' }
    const asked = request(url, { method: 'POST', headers })
    asked.flushHeaders()
    await once(asked, 'continue')
    asked.end('{}')
    const [answer] = await once(asked, 'response')
    answer.resume()
    await once(answer, 'close')
    await app.close()`)
    .trim()
    .split('\n')
  const about = lines.filter((line) => !/of nobody|listening/.test(line))
  t.match(about.map((line) => JSON.parse(line).msg).sort(), [
    'answered',
    'by a verb, after the body',
    'by the route',
    'later',
    'request failed'
  ])
  for (const line of about) t.equal(line.split('"request_id":"ours"').length, 2, 'once')
  t.notMatch(
    lines.find((line) => /of nobody/.test(line)),
    /request_id/
  )
  t.end()
})
