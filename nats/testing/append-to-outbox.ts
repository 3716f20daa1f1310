import { sql, type Transaction } from 'kysely'
import { enveloped, type Cause, type NewEvent } from '../outbox.ts'
import { insertOutbox } from '../sql/insert-outbox.ts'
import type { MessagingTables } from '../tables.ts'

/** An event of an aggregate that has no row to count in. */
type Saying = Omit<NewEvent, 'version' | 'time'>

/**
 * Appends events under a lock that the caller holds, each with the version after the last one in the outbox, at the
 * database's time. Returns their ids, in the same order.
 */
export async function appendToOutbox(
  tx: Transaction<MessagingTables>,
  producer: string,
  sayings: readonly Saying[],
  cause: Cause,
): Promise<readonly string[]> {
  const { rows: clock } = await sql<{ now: Date }>`select now() as now`.execute(tx)
  const [{ now: time } = { now: new Date(Number.NaN) }] = clock
  const versions = new Map<string, number>()
  const events = []
  for (const saying of sayings) {
    const { aggregate, aggregateId } = saying
    const key = `${aggregate}/${aggregateId}`
    const version = (versions.get(key) ?? (await newestVersion(tx, aggregate, aggregateId))) + 1
    versions.set(key, version)
    events.push(enveloped(producer, { ...saying, version, time }, cause))
  }
  await insertOutbox(tx, events)
  return events.map(({ id }) => id)
}

async function newestVersion(tx: Transaction<MessagingTables>, type: string, id: string): Promise<number> {
  const { newest } = await tx
    .selectFrom('outbox')
    .select((eb) => eb.fn.max('aggregate_version').as('newest'))
    .where('aggregate_type', '=', type)
    .where('aggregate_id', '=', id)
    .executeTakeFirstOrThrow()
  return newest ?? 0
}
