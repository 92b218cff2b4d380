// What the image's HEALTHCHECK runs: whether this container's service answers. @param port of the service
const [port] = process.argv.slice(2)
const isHealthy = await fetch(`http://127.0.0.1:${port}/healthz`).then(
  ({ ok }) => ok,
  () => false
)
process.exit(isHealthy ? 0 : 1)
