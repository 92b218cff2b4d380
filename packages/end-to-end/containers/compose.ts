import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { ROOT } from '../test/fixtures/run-process.ts'

export type Compose = ReturnType<typeof openCompose>

/**
 * docker-compose.yml as a project of its own, so that nothing of a stack that somebody has running is touched.
 * @param env what a person would have in the shell
 */
export function openCompose(env: Record<string, string>) {
  const docker = (...args: string[]) => run('docker', args, env)
  const compose = (...args: string[]) => docker('compose', ...args)
  const containersOf = async (service: string) => (await compose('ps', '-q', service)).trim().split(/\s+/)
  return {
    docker,
    compose,
    /** The ids of its containers. */
    containersOf,
    /** Ready to kill its first container from outside, as a crash would: what restarts it is its restart policy. */
    aimAt: async (service: string) => {
      const [id = ''] = await containersOf(service)
      const pid = Number(await docker('inspect', '--format', '{{.State.Pid}}', id))
      // Where containers run elsewhere, in a virtual machine say, that number is somebody else's here.
      const isHere = pid > 1 && readFileSync(`/proc/${pid}/cgroup`, 'utf8').includes(id)
      if (!isHere) throw new Error(`${service} does not run on this machine itself, so it cannot be killed from here`)
      return () => process.kill(pid, 'SIGKILL')
    },
    /** One value of the database. */
    query: async (statement: string) => {
      const [id = ''] = await containersOf('postgres')
      return (
        await docker('exec', id, 'psql', '--username=gatehouse', '--no-align', '--tuples-only', '--command', statement)
      ).trim()
    },
    /** What a program in this container writes. */
    inside: async (service: string, script: string) => {
      const [id = ''] = await containersOf(service)
      return (await docker('exec', id, 'node', '-e', script)).trim()
    }
  }
}

/** @throws Error with all that it wrote, if it fails */
function run(program: string, args: string[], env: Record<string, string>): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  const own = { PATH: process.env.PATH, HOME: process.env.HOME, ...env }
  const child = spawn('env', ['-u', 'NODE_OPTIONS', program, ...args], { cwd: ROOT, env: own })
  let [output, words] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    words += text
  })
  child.once('error', reject).once('close', (code) => {
    if (code === 0) resolve(output)
    else reject(new Error(`${program} ${args.join(' ')} ended with ${code}:\n${(output + words).slice(-4000)}`))
  })
  return promise
}
