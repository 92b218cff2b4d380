type Body = { required?: boolean; content?: Record<string, { schema?: { required?: string[] } }> }
type Paths = Record<string, Record<string, { requestBody?: Body }>>

/** Says in an OpenAPI description that a body whose every field is optional may be left out. */
export function withOptionalBodies<D extends object>(description: D): D {
  const { paths = {} } = description as { paths?: Paths }
  for (const { requestBody } of Object.values(paths).flatMap((path) => Object.values(path))) {
    const schema = requestBody?.content?.['application/json']?.schema
    if (requestBody && !schema?.required?.length) requestBody.required = false
  }
  return description
}
