import type { Test } from 'tap'
import { bash } from '../fixtures/bash.ts'
import type { Door } from '../fixtures/people.ts'
import { signedIn } from '../fixtures/people.ts'

// The guide's own lines. The last two send JSON under the content type of a form, as curl does by default.
const COMPLETE_PROFILE = `curl -X POST http://localhost:8000/api/auth/complete-profile/ \\
  -H "Authorization: Bearer YOUR_TOKEN" \\
  -H "Content-Type: application/json" \\
  -d '{
    "phone_number": "+1234567890",
    "country": "US",
    "city": "New York",
    "skills": "Python, Django"
  }'`
const SEND_CODE = `curl -X POST http://localhost:8000/api/auth/send-phone-verification/ \\
  -H "Authorization: Bearer YOUR_TOKEN" \\
  -d '{"phone_number": "+1234567890"}'`
const VERIFY_CODE = `curl -X POST http://localhost:8000/api/auth/verify-phone/ \\
  -H "Authorization: Bearer YOUR_TOKEN" \\
  -d '{"code": "123456"}'`

const STEPS = [
  [COMPLETE_PROFILE, 'Profile completed successfully'],
  [SEND_CODE, 'Code sent'],
  [VERIFY_CODE, 'Phone verified']
] as const

/** The guide's flow by the guide's commands, verbatim but for the token and the port. */
export async function followTheGuide(t: Test, { identity }: { identity: Door }) {
  const people = [await signedIn(identity), await signedIn(identity)]
  for (const { token, get } of [...people, ...people]) {
    for (const [command, message] of STEPS) {
      const { code, stdout } = await bash(
        command.replace('YOUR_TOKEN', token).replace('http://localhost:8000', identity.url)
      )
      t.equal(code, 0)
      t.match(JSON.parse(stdout), { message })
    }
    const { user, requires_completion } = (await get('profile')).body
    t.match(user, { phone_number: '+1234567890', phone_verified: true, profile_completed: true, city: 'New York' })
    t.equal(requires_completion, false)
  }
}
