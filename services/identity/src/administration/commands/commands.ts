import type { Command } from './command.ts'
import { disableUser } from './disable-user.ts'
import { enableUser } from './enable-user.ts'
import { endUsersSessions } from './end-sessions.ts'
import { explainSend } from './explain-send.ts'
import { findUser } from './find-user.ts'
import { listOperatorActions } from './list-actions.ts'
import { releasePhone } from './release-phone.ts'
import { resetLink } from './reset-link.ts'

/** Everything that `npm run admin` can do. */
export const COMMANDS: ReadonlyMap<string, Command> = new Map([
  ['find-user', findUser],
  ['disable-user', disableUser],
  ['enable-user', enableUser],
  ['end-sessions', endUsersSessions],
  ['release-phone', releasePhone],
  ['reset-link', resetLink],
  ['explain-send', explainSend],
  ['list-actions', listOperatorActions]
])
