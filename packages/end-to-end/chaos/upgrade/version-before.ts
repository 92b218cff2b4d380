import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { ROOT } from '../../test/fixtures/run-process.ts'

const MIGRATIONS = ':(glob)services/*/src/migrations/*'
const OTHERWISE =
  'Run it in a git clone that has the commit (git fetch --unshallow brings all), or name one: ' +
  'UPGRADE_FROM=<commit> npm run chaos -- upgrade'

/** A commit, and why this one. */
export type Version = { commit: string; words: string }

/**
 * The commit that somebody names, or the newest one that is older than the newest migration: the last version that knew
 * nothing of it. What landed at the same moment as the migration is one version with it.
 */
export const versionBefore = async (named?: string): Promise<Version> => (named ? find(named) : findBefore())

async function find(named: string): Promise<Version> {
  const [found] = await log(['-1', named])
  if (!found) throw new Error(`UPGRADE_FROM=${named} is no commit of this clone. ${OTHERWISE}`)
  return { commit: found.commit, words: `${wordsOf(found)}, as UPGRADE_FROM says` }
}

async function findBefore(): Promise<Version> {
  const [newest] = await log(['-1', '--diff-filter=A', 'HEAD', '--', MIGRATIONS])
  const before = newest && (await log([newest.commit])).find(({ at }) => at < newest.at)
  if (!before) throw new Error(`no version before the newest migration was found. ${OTHERWISE}`)
  const why = `the newest commit that is older than the newest migration (${newest.commit.slice(0, 7)})`
  return { commit: before.commit, words: `${wordsOf(before)}, ${why}` }
}

type Commit = { commit: string; at: number; title: string }

const wordsOf = ({ commit, title }: Commit) => `${commit.slice(0, 7)} "${title}"`

async function log(args: string[]): Promise<Commit[]> {
  const asked = promisify(execFile)('git', ['log', '--format=%H %at %s', ...args], { cwd: ROOT })
  const { stdout } = await asked.catch(() => ({ stdout: '' }))
  return stdout.split('\n').filter(Boolean).map(read)
}

const read = (line: string): Commit => {
  const [commit = '', at, ...title] = line.split(' ')
  return { commit, at: Number(at), title: title.join(' ') }
}
