import basicAuth from '@fastify/basic-auth'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Operator, OperatorEntry } from '../operators/operator.ts'
import { LOCAL } from '../operators/operator.ts'
import type { SignIn } from '../operators/sign-in.ts'
import { operatorSignIn } from '../operators/sign-in.ts'
import { Refusal } from '../refusal.ts'
import { isLocal, loopbackOnly } from './loopback-only.ts'
import { sameOriginOnly } from './same-origin.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks. There on every route of a guarded scope, and nowhere else. */
    operator: Operator
  }
}

export type OperatorGuard = {
  /** OPS_USERS. */
  operators: OperatorEntry[]
  /** One for all scopes of a service, so that a guesser's tries are counted once. */
  signIn?: SignIn
  isBoundToLoopback: boolean
  /** Whether a person on this very machine needs no sign-in, although there are operators. */
  isOpenLocally?: boolean
  now?: () => Date
}

/**
 * Guards every route that is registered on this scope afterwards: a Basic sign-in of OPS_USERS (401 without), or if
 * there are none, a person on this very machine (404 for everybody else). What may change something must come from a page
 * of the same origin (403).
 */
export async function guardOperators(app: FastifyInstance, guard: OperatorGuard) {
  const { operators, isBoundToLoopback } = guard
  if (operators.length > 0) {
    await signInOnly(app, guard)
  } else {
    loopbackOnly(app, isBoundToLoopback)
    app.addHook('onRequest', async (request) => {
      request.operator = LOCAL
    })
  }
  sameOriginOnly(app)
}

/** For what acts: 403 for viewers. */
export async function requireOperator({ operator }: { operator: Operator }) {
  if (operator.role !== 'operator') throw new Refusal('operator_required')
}

async function signInOnly(app: FastifyInstance, guard: OperatorGuard) {
  const { operators, isBoundToLoopback, isOpenLocally, now = () => new Date() } = guard
  const signIn = guard.signIn ?? operatorSignIn(operators, now)
  await app.register(basicAuth, {
    authenticate: { realm: 'Gatehouse operations' },
    validate: async (name, password, request) => {
      const operator = await signIn({ name, password, address: request.ip })
      if (!operator) return new Refusal('operator_sign_in_required')
      request.operator = operator
    }
  })
  app.addHook('onRequest', async (request, reply) => {
    if (isOpenLocally && isBoundToLoopback && isLocal(request)) request.operator = LOCAL
    else await asked(app, request, reply)
  })
}

// The library has an error of its own for a header that is missing or broken; ours has the one shape.
const asked = (app: FastifyInstance, request: FastifyRequest, reply: FastifyReply) =>
  new Promise<void>((resolve, reject) => {
    app.basicAuth.call(app, request, reply, (error?: Error) => {
      if (!error) resolve()
      else reject(error instanceof Refusal ? error : new Refusal('operator_sign_in_required'))
    })
  })
