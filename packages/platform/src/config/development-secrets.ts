import { randomBytes } from 'node:crypto'
import { linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export type DevelopmentSecrets = { IDENTITY_SECRET: string; MESSAGE_SEALING_KEY: string }

/**
 * Secrets of one development machine, made once and kept in the data folder, readable by their owner only.
 * Both services may come first at the same moment: the file appears whole by a link, and whoever is second reads it.
 */
export function developmentSecrets(folder: string): DevelopmentSecrets {
  const path = join(folder, 'secrets.json')
  const made = join(folder, `.secrets.${process.pid}`)
  mkdirSync(folder, { recursive: true })
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  const secret = () => randomBytes(32).toString('base64')
  writeFileSync(made, JSON.stringify({ IDENTITY_SECRET: secret(), MESSAGE_SEALING_KEY: secret() }), { mode: 0o600 })
  try {
    linkSync(made, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    unlinkSync(made)
  }
  return JSON.parse(readFileSync(path, 'utf8'))
}
