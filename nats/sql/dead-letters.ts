import { sql, type Kysely, type Selectable, type Transaction } from 'kysely'
import type { DeadLetterTable, MessagingTables } from '../tables.ts'

export type DeadLetter = Omit<Selectable<DeadLetterTable>, 'payload'>

export interface WantedLetters {
  readonly limit: number
  /** Only those with a smaller id: ids are of UUID version 7, so that they sort by the time of the burial. */
  readonly before?: string | undefined
  /** All if not given. */
  readonly status?: DeadLetter['status'] | undefined
}

// Errors can hold whole payloads, and a reply over NATS has to fit its largest message.
const ERROR_SHOWN = 1_500

const lettersOf = (db: Kysely<MessagingTables>, consumer: string) =>
  db
    .selectFrom('dead_letter')
    .select(['id', 'consumer', 'source', 'event_id', 'event_type', 'attempts', 'status'])
    .select(['first_failed_at', 'replayed_at', sql<string>`left(error, ${ERROR_SHOWN})`.as('error')])
    .where('consumer', '=', consumer)

/** Newest first, without their payloads, and how many of that status there are in all. */
export async function listDeadLetters(
  db: Kysely<MessagingTables>,
  consumer: string,
  { limit, before, status }: WantedLetters,
): Promise<{ letters: DeadLetter[]; total: number }> {
  let letters = lettersOf(db, consumer).orderBy('id', 'desc').limit(limit)
  let counted = db
    .selectFrom('dead_letter')
    .select((select) => select.fn.countAll<string>().as('total'))
    .where('consumer', '=', consumer)
  if (before !== undefined) letters = letters.where('id', '<', before)
  if (status !== undefined) {
    letters = letters.where('status', '=', status)
    counted = counted.where('status', '=', status)
  }
  const [page, { total }] = await Promise.all([letters.execute(), counted.executeTakeFirstOrThrow()])
  return { letters: page, total: Number(total) }
}

export async function findDeadLetter(
  db: Kysely<MessagingTables>,
  consumer: string,
  id: string,
): Promise<DeadLetter | undefined> {
  return lettersOf(db, consumer).where('id', '=', id).executeTakeFirst()
}

/** With its payload; nobody else replays it until the transaction ends. */
export async function lockDeadLetter(
  tx: Transaction<MessagingTables>,
  consumer: string,
  id: string,
): Promise<Selectable<DeadLetterTable> | undefined> {
  return tx
    .selectFrom('dead_letter')
    .select(['id', 'consumer', 'source', 'event_id', 'event_type', 'payload', 'error', 'attempts', 'status'])
    .select(['first_failed_at', 'replayed_at'])
    .where('id', '=', id)
    .where('consumer', '=', consumer)
    .forUpdate()
    .executeTakeFirst()
}

export async function markReplayed(tx: Transaction<MessagingTables>, id: string): Promise<void> {
  await tx
    .updateTable('dead_letter')
    .set({ status: 'REPLAYED', replayed_at: sql`now()` })
    .where('id', '=', id)
    .execute()
}
