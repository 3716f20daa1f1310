import { sql, type Kysely } from 'kysely'
import { storeOperation } from '@ebook/nats/store-operation'

/** The owner's clock (rule G6): the only one that decides about time. */
export const databaseNow = storeOperation(
  'chassis/database-now',
  async (tx: Pick<Kysely<unknown>, 'getExecutor'>): Promise<Date> => {
    const { rows } = await sql<{ now: Date }>`select now() as now`.execute(tx)
    const [row] = rows
    if (!row) throw new Error('select now() gave no row')
    return row.now
  },
)
