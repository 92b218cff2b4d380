const LOOK_EVERY_MS = 500

/**
 * npm that is killed cannot pass the signal on: its end is then taken as a SIGTERM. Only below npm, since a start from
 * a script may well outlive that script.
 */
export function stopWithParent(environment) {
  if (!environment.npm_lifecycle_event) return
  const parent = process.ppid
  const watch = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(watch)
    process.kill(process.pid, 'SIGTERM')
  }, LOOK_EVERY_MS)
  watch.unref()
}
