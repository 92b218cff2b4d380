/** One line of what a service tells. */
export type Sample = { metric: string; labels: Record<string, string>; value: number }

const LINE = /^([a-z_]\w*)(?:\{(.*)\})? (\S+)$/

/** The metrics that a text declares, by the names under which queries find them, and its samples. */
export function readExposition(text: string) {
  const samples: Sample[] = []
  const declared = new Set<string>()
  for (const line of text.split('\n')) {
    const [, name, kind] = /^# TYPE (\w+) (\w+)/.exec(line) ?? []
    if (name) for (const ending of endings(kind)) declared.add(name + ending)
    const [, metric, labels = '', value] = LINE.exec(line) ?? []
    if (metric && !line.startsWith('#')) samples.push({ metric, labels: labelsIn(labels), value: Number(value) })
  }
  return { samples, declared }
}

const endings = (kind = '') => (kind === 'histogram' ? ['_bucket', '_sum', '_count'] : [''])

const labelsIn = (text: string): Record<string, string> =>
  Object.fromEntries([...text.matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => [name, value]))
