import { until } from '../test/fixtures/until.ts'
import type { Front } from '../test/stacks/front.ts'
import { phonesInInbox } from '../test/stacks/front.ts'
import { openCompose } from './compose.ts'

// The guide's own port, so that its lines are what they are.
const PORT = process.env.GATEWAY_PORT || '8000'

export type Containers = ReturnType<typeof openContainers>

/** The whole of docker-compose.yml, to be brought up and down. */
export function openContainers() {
  const project = openCompose({
    COMPOSE_PROJECT_NAME: 'gatehouse-flow',
    GATEWAY_PORT: PORT,
    // Everybody comes from one address here.
    RATE_LIMITS: 'off',
    // A developer's own .env must not reach a test: it could send a real SMS.
    SMS_PROVIDERS: 'inbox'
  })
  const url = `http://localhost:${PORT}`
  return {
    ...project,
    url,
    up: async (...args: string[]) => {
      await project.compose('up', '-d', ...args)
      await until('the stack answers', async () => (await fetch(`${url}/openapi.json`).catch(() => undefined))?.ok)
    },
    /** As its people see it; the password is the one that it prints. */
    front: async (): Promise<Front> => {
      const [, password] = /with the password (\S+)/.exec(await project.compose('logs', 'prepare')) ?? []
      const front = { url, opsUrl: url, operator: `operator:${password}` }
      return { ...front, smsTo: phonesInInbox(front) }
    }
  }
}
