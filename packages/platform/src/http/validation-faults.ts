import type { FastifySchemaValidationError } from 'fastify'

type Fault = FastifySchemaValidationError & { parentSchema?: { description?: string } }

/** Faults by field: `{ city: ['must be text of at most 100 characters'] }`. A fault of the whole body stands under `body`. */
export function describeFaults(faults: FastifySchemaValidationError[], context = 'body'): Record<string, string[]> {
  const byField = new Map<string, Set<string>>()
  for (const fault of faults as Fault[]) {
    const field = fieldOf(fault) ?? context
    byField.set(field, (byField.get(field) ?? new Set()).add(sentence(fault)))
  }
  return Object.fromEntries([...byField].map(([field, sentences]) => [field, tellOnce([...sentences])]))
}

function fieldOf({ keyword, params, instancePath }: Fault): string | undefined {
  if (keyword === 'required') return String(params.missingProperty)
  if (keyword === 'additionalProperties') return String(params.additionalProperty)
  return instancePath.split('/')[1]?.replaceAll('~1', '/').replaceAll('~0', '~')
}

function sentence({ keyword, parentSchema, message }: Fault): string {
  if (keyword === 'required') return 'is required'
  if (keyword === 'additionalProperties') return 'is not a known field'
  return parentSchema?.description ? `must be ${parentSchema.description}` : (message ?? 'is not valid')
}

// A union reports each branch and then itself; the last one describes the whole.
const tellOnce = (sentences: string[]) => sentences.slice(-1)
