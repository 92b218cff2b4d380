import pg from 'pg'

export type Client = Awaited<ReturnType<typeof openConnection>>

/** One connection that says who it is, so that what stops others lets it pass. */
export async function openConnection(connectionString: string) {
  const client = new pg.Client({ connectionString, application_name: 'chaos' })
  client.on('error', () => {})
  await client.connect()
  return {
    query: async (sql: string, values: unknown[] = []) => (await client.query(sql, values)).rows as object[],
    end: () => client.end().catch(() => {})
  }
}
