import { hashForEntry, LONGEST_PASSWORD, SHORTEST_PASSWORD } from './password.ts'
import { faultsOf } from './setting.ts'

/** An entry of OPS_USERS. @throws Error that says what is wrong with the name, the role or the password */
export async function makeEntry(name: string, role: string, password: string): Promise<string> {
  // Basic has no way to send these, and a browser sends the composed form of a letter.
  const text = password.normalize('NFC')
  if (text.length < SHORTEST_PASSWORD || text.length > LONGEST_PASSWORD || /[\p{Cc}]/u.test(text)) {
    throw new Error(
      `The password must have ${SHORTEST_PASSWORD} to ${LONGEST_PASSWORD} characters and none of control.`
    )
  }
  const entry = `${name}:${role}:${await hashForEntry(text)}`
  const faults = faultsOf(entry, [])
  if (faults.length > 0) throw new Error(`The entry ${faults.join(', and ')}.`)
  return entry
}
