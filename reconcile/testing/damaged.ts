import pg from 'pg'
import type { Stack } from '@ebook/stack/stack'
import type { WritingSubgraph } from '../../subgraphs/subgraphs.ts'
import type { Installation, Reader } from '../installation.ts'
import { rowsOf, streamOf } from '../reader.ts'

/**
 * Damages one database in a transaction that nobody else sees and that is never committed, and looks at the installation
 * through it. Triggers and foreign keys are off, as they are for a damage that gets past them.
 */
export async function whileDamaged<Result>(
  stack: Stack,
  installation: Installation,
  name: WritingSubgraph,
  damage: string,
  look: (damaged: Installation) => Promise<Result>,
): Promise<Result> {
  const url = new URL(stack.postgresUrl('postgres'))
  url.pathname = `/${name}`
  const client = new pg.Client({ connectionString: url.href, lock_timeout: 10_000 })
  await client.connect()
  try {
    await client.query('begin')
    await client.query('set local session_replication_role = replica')
    await client.query(damage)
    const reader: Reader = {
      rows: (query, values) => rowsOf(client, query, values),
      stream: (query, values) => streamOf(client, query, values),
      refresh: async () => undefined,
    }
    return await look({ ...installation, databases: { ...installation.databases, [name]: reader } })
  } finally {
    await client.query('rollback')
    await client.end()
  }
}
