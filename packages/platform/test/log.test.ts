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
