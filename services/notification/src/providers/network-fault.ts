import type { Outcome } from '../delivery/outcome.ts'

type NetworkFault = { code?: string; syscall?: string; cause?: unknown; errors?: unknown[] }

const NEVER_CONNECTED = /^(ENOTFOUND|EAI_\w+|ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|ENETDOWN)$/
// The certificate is judged before the first byte of the request.
const TLS_REFUSED =
  /^(ERR_TLS_\w+|ERR_SSL_\w+|CERT_\w+|UNABLE_TO_\w+|DEPTH_ZERO_\w+|SELF_SIGNED_\w+|HOSTNAME_MISMATCH|EPROTO)$/

/**
 * What an error of the connection says of the message: a server that was never reached has sent nothing; whatever
 * breaks later (a timeout, a reset) leaves open whether it did.
 */
export function judgeNetworkFault(error: unknown): Outcome {
  const fault = rootOf(error as NetworkFault)
  const code = fault.code ?? (error as Error).name ?? 'unknown'
  const wasReached = !NEVER_CONNECTED.test(code) && !TLS_REFUSED.test(code) && fault.syscall !== 'connect'
  return { kind: wasReached ? 'unknown' : 'not_sent', code }
}

// Libraries wrap what the socket said, and a host with two addresses fails with one error for each.
function rootOf(fault: NetworkFault): NetworkFault {
  if (fault.code) return fault
  const inner = fault.errors?.[0] ?? fault.cause
  return typeof inner === 'object' && inner !== null ? rootOf(inner) : fault
}
