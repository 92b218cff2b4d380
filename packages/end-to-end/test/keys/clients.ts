import type { Person, Reply } from '../fixtures/people.ts'
import { call, PASSWORD, signedIn } from '../fixtures/people.ts'
import type { Service } from '../fixtures/service.ts'
import type { Stack } from '../fixtures/start-stack.ts'

export type Clients = Awaited<ReturnType<typeof startClients>>

/**
 * People who sign in, refresh, and read with all tokens they have got, each time at the next process, until they are
 * stopped.
 */
export async function startClients({ identities }: Stack, count: number) {
  const people = await Promise.all(Array.from({ length: count }, () => signedIn(identities[0] as Service)))
  const tokens = people.map(({ token }) => token)
  const rounds = people.map(() => 0)
  const failed: object[] = []
  let asked = 0
  let isOver = false

  const ask = async (method: string, route: string, body?: object, token?: string): Promise<Reply> => {
    const door = identities[asked++ % identities.length] as Service
    const answer = await call(door, method, route, body, token ? { token } : {}).catch((error: Error) => error)
    if (answer instanceof Error) failed.push({ method, route, error: `${answer.message} ${answer.cause}` })
    else if (answer.status !== 200) failed.push({ method, route, status: answer.status, body: answer.body })
    return answer instanceof Error ? {} : answer.body
  }
  const keep = ({ token, refresh_token }: Reply) => {
    if (token) tokens.push(token)
    return { token: token ?? '', refreshToken: refresh_token ?? '' }
  }
  const live = async ({ email, token: first, refreshToken: given }: Person, index: number) => {
    let refresh_token = given
    while (!isOver) {
      const refreshed = keep(await ask('POST', 'refresh', { refresh_token }))
      const signedIn = keep(await ask('POST', 'login', { email, password: PASSWORD }))
      refresh_token = refreshed.refreshToken
      for (const token of [first, refreshed.token, signedIn.token]) await ask('GET', 'profile', undefined, token)
      rounds[index] = (rounds[index] ?? 0) + 1
    }
  }
  const lives = Promise.all(people.map(live))
  return {
    /** Every access token that anybody got. */
    tokens,
    /** How often each of them has done all of it. */
    rounds,
    failed,
    asked: () => asked,
    stop: () => {
      isOver = true
      return lives
    }
  }
}
