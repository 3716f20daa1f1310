import { sql, type Transaction } from 'kysely'
import { rowOf } from '@ebook/chassis/rows'
import { rowsAs, storeWrite } from '@ebook/nats/store-write'
import type { NoticeDatabase } from '../database.ts'
import type { HoldState } from '../still-so.ts'

export interface Title {
  readonly bookId: string
  /** Null as long as nobody has said it. */
  title: string | null
  withdrawn: boolean | null
}

/** Who waits for what; of one that is over nobody knows that any more. */
export interface Hold {
  readonly id: string
  userId: string | null
  bookId: string | null
  state: HoldState
  readyUntil: Date | null
  remindAt: Date | null
}

export interface Block {
  readonly id: string
  lifted: boolean
}

export interface Licence {
  readonly id: string
  readonly bookId: string
  expiresAt: Date | null
  loansLeft: number | null
  over: boolean
}

/** What titles are called, by their ids. */
export async function loadTitles(
  tx: Transaction<NoticeDatabase>,
  bookIds: readonly string[],
): Promise<readonly Title[]> {
  return tx
    .selectFrom('title')
    .select(['book_id as bookId', 'title', 'withdrawn'])
    .where('book_id', 'in', bookIds)
    .execute()
}

export const keepTitles = storeWrite(
  'notice/keep-titles',
  (titles: readonly Title[]) => sql`
    insert into title (book_id, title, withdrawn)
    select book_id, title, withdrawn from ${rowsAs(
      'given',
      'title',
      titles.map((title) => rowOf(title)),
    )}
    on conflict (book_id) do update set
      title = coalesce(excluded.title, title.title), withdrawn = coalesce(excluded.withdrawn, title.withdrawn)`,
)

export const keepHolds = storeWrite(
  'notice/keep-holds',
  (holds: readonly Hold[]) => sql`
    insert into hold (id, user_id, book_id, state, ready_until, remind_at)
    select id, user_id, book_id, state, ready_until, remind_at
    from ${rowsAs(
      'given',
      'hold',
      holds.map((hold) => rowOf(hold)),
    )}
    on conflict (id) do update set user_id = excluded.user_id, book_id = excluded.book_id, state = excluded.state,
      ready_until = excluded.ready_until, remind_at = excluded.remind_at`,
)

export const keepBlocks = storeWrite(
  'notice/keep-blocks',
  (blocks: readonly Block[]) => sql`
    insert into block (id, lifted) select id, lifted from ${rowsAs('given', 'block', blocks)}
    on conflict (id) do update set lifted = excluded.lifted or block.lifted`,
)

/** One that is over stays so. */
export const keepLicences = storeWrite(
  'notice/keep-licences',
  (licences: readonly Licence[]) => sql`
    insert into licence (id, book_id, expires_at, loans_left, over)
    select id, book_id, expires_at, loans_left, over
    from ${rowsAs(
      'given',
      'licence',
      licences.map((licence) => rowOf(licence)),
    )}
    on conflict (id) do update set expires_at = excluded.expires_at, loans_left = excluded.loans_left,
      over = excluded.over or licence.over`,
)
