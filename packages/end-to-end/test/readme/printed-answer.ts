/** The JSON values that follow each other in what commands wrote. */
export function jsonValues(text: string): unknown[] {
  const values: unknown[] = []
  let rest = text.trim()
  while (rest) {
    const length = lengthOfFirst(rest)
    if (!length) throw new Error(`not JSON: ${rest}`)
    values.push(JSON.parse(rest.slice(0, length)))
    rest = rest.slice(length).trim()
  }
  return values
}

// The values are small objects and lists: the first end that makes one is the right one.
function lengthOfFirst(text: string) {
  for (const { index } of text.matchAll(/[}\]]/g)) if (isJson(text.slice(0, index + 1))) return index + 1
  return 0
}

function isJson(text: string) {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** Whether an answer holds all that was printed. Codes and minutes differ each time; lists are printed whole. */
export function holds(answer: unknown, printed: unknown): boolean {
  if (typeof printed === 'string') return typeof answer === 'string' && asPattern(printed).test(answer)
  if (typeof printed !== 'object' || printed === null) return answer === printed
  if (typeof answer !== 'object' || answer === null || Array.isArray(answer) !== Array.isArray(printed)) return false
  if (Array.isArray(printed) && printed.length !== (answer as unknown[]).length) return false
  const given = answer as Record<string, unknown>
  return Object.entries(printed).every(([name, value]) => holds(given[name], value))
}

function asPattern(text: string) {
  const escaped = text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&')
  return new RegExp(`^${escaped.replaceAll(/(?<!\d)\d{6}(?!\d)/g, '\\d{6}').replaceAll(/\d+(?= minutes)/g, '\\d+')}$`)
}
