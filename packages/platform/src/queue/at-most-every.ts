/** Passes on the first call and then one each `ms`: an outage is told, not drummed. */
export function atMostEvery<A>(ms: number, tell: (argument: A) => void): (argument: A) => void {
  let last = Number.NEGATIVE_INFINITY
  return (argument) => {
    if (performance.now() - last < ms) return
    last = performance.now()
    tell(argument)
  }
}
