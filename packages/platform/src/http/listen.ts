import type { FastifyInstance } from 'fastify'
import { ConfigurationFault } from '../config/configuration-fault.ts'

/**
 * Listens, or says in one sentence which setting to change.
 * @param service whose variables they are: `IDENTITY` for `IDENTITY_PORT`
 */
export async function listen(app: FastifyInstance, service: string, { host, port }: { host: string; port: number }) {
  try {
    await app.listen({ host, port })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EADDRINUSE') throw new ConfigurationFault([`${service}_PORT: ${port} on ${host} is taken`])
    if (code === 'EADDRNOTAVAIL') throw new ConfigurationFault([`${service}_HOST: ${host} is not of this machine`])
    throw error
  }
}
