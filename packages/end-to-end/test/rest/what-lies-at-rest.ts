import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import type { Stack } from '../fixtures/start-stack.ts'

/** A place where something may lie, and all its text. */
export type Place = { name: string; text: string }

/**
 * Every row of every table, every command that Redis has kept, every line of the logs, and what the metrics tell.
 * @param folders of the Redis servers, if they are several or one of them is dead
 */
export async function whatLiesAtRest(stack: Stack, folders?: string[]): Promise<Place[]> {
  const isRedis = stack.queueUrl.startsWith('redis')
  const all = isRedis ? (folders ?? [await redisFolder(stack.queueUrl)]) : []
  const redis = (await Promise.all(all.map(redisFiles))).flat()
  return [...(await tables(stack)), ...redis, { name: 'the logs', text: stack.output() }, await metrics(stack)]
}

async function metrics({ identities, notifications }: Stack): Promise<Place> {
  const running = [...identities, ...notifications].filter((service) => service.isRunning())
  const told = running.map(async ({ url }) => (await fetch(`${url}/metrics`)).text())
  return { name: 'the metrics', text: (await Promise.all(told)).join('\n') }
}

async function tables({ query }: Stack): Promise<Place[]> {
  const names = await query<{ name: string }>(
    `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
     where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema') order by 1`
  )
  const read = async ({ name }: { name: string }) => {
    const rows = await query<{ row: string }>(`select t::text as row from ${name} t`)
    return { name, text: rows.map(({ row }) => row).join('\n') }
  }
  return Promise.all(names.map(read))
}

async function redisFolder(url: string) {
  const client = new Redis(url)
  const [, folder = ''] = (await client.config('GET', 'dir')) as string[]
  client.disconnect()
  return folder
}

// Its append-only file holds every command since its start, so also what was there for a moment only.
async function redisFiles(folder: string): Promise<Place[]> {
  const files = await readdir(join(folder, 'appendonlydir'))
  const read = async (file: string) => ({
    name: `redis ${file.replace(/^.*aof\.\d+\./, '')}`,
    text: await readFile(join(folder, 'appendonlydir', file), 'latin1')
  })
  return Promise.all(files.map(read))
}
