import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { signalGroup } from '../start/end-process.ts'

// Waits for the end of its input, which comes with our end, then ends what has left its process id in the folder: each
// of them leads a process group, and the servers remove that file when they end. After an end in order there is no
// folder any more, and nothing to do.
const SCRIPT = `
trap '' INT TERM HUP
cat > /dev/null
[ -f "$1/tap.pid" ] && read -r pid < "$1/tap.pid" && kill -s KILL -- "-$pid"
for file in "$1/redis.pid" "$1"/*/postmaster.pid; do
  [ -f "$file" ] || continue
  read -r pid < "$file"
  kill -s INT -- "-$pid" && while [ -f "$file" ] && kill -0 "$pid"; do sleep 0.1; done
done
rm -rf "$1"
`

/**
 * However this process ends, by kill -9 too: the servers of this folder end with it, and the folder is removed. The
 * answer dismisses the guard, when there is nothing left to guard.
 */
export function guard(folder: string) {
  const child = spawn('/bin/sh', ['-c', SCRIPT, 'sh', folder], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] })
  const ended = once(child, 'exit')
  return () => {
    signalGroup(child, 'SIGKILL')
    return ended
  }
}
