export type Address = { host: string; port: number; hostVariable: string; portVariable: string }

const LOOPBACK = ['127.0.0.1', '::1', '0.0.0.0', '::', 'localhost']

const bracketed = (host: string) => (host.includes(':') ? `[${host}]` : host)

/** Where a person on this machine reaches it. */
export const url = ({ host, port }: Address) =>
  `http://${LOOPBACK.includes(host) ? 'localhost' : bracketed(host)}:${port}`

/** Where a probe reaches it for certain: "localhost" may mean an address family that the service does not listen on. */
export function probeUrl({ host, port }: Address) {
  const reachable = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host
  return `http://${bracketed(reachable)}:${port}`
}
