import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { parseAllDocuments } from 'yaml'
import { ROOT } from '../fixtures/run-process.ts'

export const KUBERNETES = join(ROOT, 'infra/kubernetes')

export type Manifest = {
  apiVersion: string
  kind: string
  metadata: { name: string; labels?: Record<string, string> }
  // biome-ignore lint/suspicious/noExplicitAny: whatever a kind has; the schemas judge it.
  spec?: any
}

export type Kustomization = {
  resources: string[]
  configMapGenerator?: { name: string; envs: string[] }[]
  images?: { name: string }[]
}

const read = (folder: string, name: string) => readFileSync(join(KUBERNETES, folder, name), 'utf8')

/** Every document of a YAML file. @throws Error if it is not valid YAML */
const documents = (folder: string, name: string) =>
  parseAllDocuments(read(folder, name)).map((document) => {
    if (document.errors[0]) throw document.errors[0]
    return document.toJS()
  })

export const kustomization = (folder: string): Kustomization => documents(folder, 'kustomization.yaml')[0]

/** Everything that a folder's kustomization names and that stands in this folder. */
export const manifests = (folder: string): Manifest[] =>
  kustomization(folder)
    .resources.filter((name) => name.endsWith('.yaml'))
    .flatMap((name) => documents(folder, name))

export const files = (folder: string) => readdirSync(join(KUBERNETES, folder))
export const settingsIn = (folder: string, name: string) => parseEnv(read(folder, name)) as Record<string, string>
