import { resolve } from 'node:path'
import { StartFault } from '@gatehouse/platform/command/say'
import type { Address } from './address.ts'

export type Environment = Record<string, string | undefined>

export type Settings = {
  dataFolder: string
  identity: Address
  notification: Address
  databaseUrl: string | undefined
  queueUrl: string | undefined
}

/** Only what the launcher itself needs: the services read and check everything else. An empty value counts as none. */
export function readSettings(root: string, environment: Environment): Settings {
  const given = (name: string) => environment[name]?.trim() || undefined
  const address = (service: string, fallback: number): Address => ({
    host: given(`${service}_HOST`) ?? '127.0.0.1',
    port: readPort(`${service}_PORT`, given(`${service}_PORT`), fallback),
    hostVariable: `${service}_HOST`,
    portVariable: `${service}_PORT`
  })
  return {
    dataFolder: resolve(root, given('DATA_DIR') ?? '.data'),
    identity: address('IDENTITY', 8000),
    notification: address('NOTIFICATION', 8001),
    databaseUrl: given('DATABASE_URL'),
    queueUrl: given('QUEUE_URL')
  }
}

function readPort(name: string, text: string | undefined, fallback: number) {
  const port = Number(text ?? fallback)
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port
  throw new StartFault(`${name} must be a port between 1 and 65535.`)
}
