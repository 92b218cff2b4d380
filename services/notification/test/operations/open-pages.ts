import { createApp } from '../../src/app.ts'
import type { Deps } from '../../src/deps.ts'
import { OperatorAction } from '../../src/operations/actions/operator-action.entity.ts'
import { appOptions } from '../helpers/app-options.ts'
import type { openWorld } from '../helpers/world.ts'

type Test = Parameters<typeof openWorld>[0]

const LOCAL = { host: 'localhost:8001' }
export const OURS = { ...LOCAL, 'sec-fetch-site': 'same-origin', 'content-type': 'application/x-www-form-urlencoded' }

/** The pages of operators as a person on this machine asks for them. */
export function openPages(t: Test, deps: Deps) {
  const app = createApp(deps, appOptions())
  t.teardown(() => app.close())
  const get = (url: string) => app.inject({ url: `/ops/${url}`, headers: LOCAL })
  return {
    app,
    get,
    json: async (query = '') => (await get(`messages.json${query}`)).json(),
    post: (url: string, form: Record<string, string> = {}) =>
      app.inject({ method: 'POST', url: `/ops/${url}`, headers: OURS, payload: new URLSearchParams(form).toString() }),
    actions: () => deps.orm.em.fork().find(OperatorAction, { action: 'message.redrive' }, { orderBy: { at: 'asc' } })
  }
}
