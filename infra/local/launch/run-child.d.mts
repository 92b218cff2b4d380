import type { SpawnOptions } from 'node:child_process'

export declare function runChild(
  command: string,
  args: string[],
  options?: SpawnOptions & { group?: boolean; channel?: boolean }
): Promise<number>
