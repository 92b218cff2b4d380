import { execFile, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { createRemoteJWKSet, jwtVerify } from 'jose'
import type { Test } from 'tap'
import type { Person } from '../fixtures/people.ts'
import { signedIn } from '../fixtures/people.ts'
import type { Stack } from '../fixtures/start-stack.ts'
import { runKeys } from './run-keys.ts'

type Verify = (token: string) => Promise<{ sub?: string | undefined }>
type Tokens = { good: Person[]; tampered: string[] }

/** As gateways do it: from the published keys alone, with a token of the current key and one of the key before it. */
export async function verifyElsewhere(t: Test, stack: Stack) {
  const before = await signedIn(stack.identity)
  t.equal((await runKeys(stack, 'rotate -- --now')).code, 0)
  const after = await signedIn(stack.identity)
  const tampered = [withAnotherSubject(after.token, before.id), withAnotherSignature(after.token, before.token)]
  const tokens = { good: [before, after], tampered }
  await t.test('by jose in Node.js', (t) => verify(t, tokens, byJose(stack)))
  await t.test('by PyJWT in Python', { skip: noPython }, (t) => verify(t, tokens, byPython(stack)))
}

async function verify(t: Test, { good, tampered }: Tokens, verify: Verify) {
  for (const { id, token } of good) t.equal((await verify(token)).sub, id)
  for (const token of tampered) await t.rejects(verify(token), { message: /signature/i })
}

function withAnotherSubject(token: string, sub: string) {
  const [header, payload = '', signature] = token.split('.')
  const claims = { ...JSON.parse(Buffer.from(payload, 'base64url').toString()), sub }
  return [header, Buffer.from(JSON.stringify(claims)).toString('base64url'), signature].join('.')
}

const withAnotherSignature = (token: string, other: string) =>
  [...token.split('.').slice(0, 2), other.split('.')[2]].join('.')

const jwksOf = ({ identity }: Stack) => `${identity.url}/.well-known/jwks.json`
/** Issuer and audience of the tokens: the address of the first process. */
const issuerOf = ({ identity }: Stack) => identity.url.replace('127.0.0.1', 'localhost')

function byJose(stack: Stack): Verify {
  const keys = createRemoteJWKSet(new URL(jwksOf(stack)))
  const expected = { issuer: issuerOf(stack), audience: issuerOf(stack), algorithms: ['ES256'] }
  return async (token) => (await jwtVerify(token, keys, expected)).payload
}

const PYTHON = '/usr/bin/python3'
const SCRIPT = join(import.meta.dirname, 'verify.py')
const hasPyJwt = spawnSync(PYTHON, ['-c', 'import jwt, cryptography']).status === 0
// Where nothing may be left out it fails instead.
const isRequired = process.env.GATEHOUSE_REQUIRE_ALL === '1'
const noPython =
  !hasPyJwt &&
  !isRequired &&
  'NOT TESTED HERE: there is no PyJWT. Install it: apt-get install python3-jwt python3-cryptography'

const byPython =
  (stack: Stack): Verify =>
  (token) => {
    const { promise, resolve, reject } = Promise.withResolvers<{ sub?: string }>()
    const child = execFile(PYTHON, [SCRIPT, jwksOf(stack), issuerOf(stack)], (error, stdout, stderr) =>
      error ? reject(new Error(stderr)) : resolve(JSON.parse(stdout))
    )
    child.stdin?.end(token)
    return promise
  }
