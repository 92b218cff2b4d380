import { userInfo } from 'node:os'
import { CommandRefusal, EXIT } from '../../command/refusal.ts'

const NAME = /^[\p{L}\p{N} ._@+-]{1,100}$/u

/**
 * In whose name something is recorded: as they say, or as the machine knows them. It is a note among people who trust
 * each other, and no proof: whoever has the address of the database can do all of this without us.
 */
export function whoIs(said: string | undefined): string {
  const name = (said ?? osUser() ?? '').trim()
  if (NAME.test(name)) return name
  throw new CommandRefusal('say who you are: --as <name>, of letters, digits, spaces and . _ @ + -', EXIT.misused)
}

function osUser(): string | undefined {
  try {
    return userInfo().username
  } catch {
    return undefined
  }
}
