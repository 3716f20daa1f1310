import { sql, type Kysely } from 'kysely'
import { storeOperation } from '@ebook/nats/store-operation'

/** How much there is of an aggregate: the newest version in the outbox, and the newest number in the history. */
export interface Counted {
  said: number
  happened: number
}

/**
 * What an aggregate's row tells usually. For rows that are older than their counters, and after a process of an older
 * release has said something; under their locks, which a statement before this one took.
 */
export const countInLogs = storeOperation(
  'chassis/count-in-logs',
  async (
    tx: Pick<Kysely<unknown>, 'getExecutor'>,
    aggregateType: string,
    ids: readonly string[],
  ): Promise<ReadonlyMap<string, Counted>> => {
    const { rows } = await sql<Counted & { id: string }>`
      select id,
        coalesce((select max(aggregate_version) from outbox
          where aggregate_type = ${aggregateType} and aggregate_id = id), 0) as said,
        coalesce((select max(seq) from history
          where aggregate_type = ${aggregateType} and aggregate_id = id), 0) as happened
      from unnest(${ids}::text[]) as id`.execute(tx)
    return new Map(rows.map(({ id, said, happened }) => [id, { said, happened }]))
  },
)
