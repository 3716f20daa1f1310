import { sql, type Kysely, type Transaction } from 'kysely'
import { rowOf } from '@ebook/chassis/rows'
import { insertRows } from '@ebook/chassis/sql/rows'
import { storeOperation } from '@ebook/nats/store-operation'
import { storeWrite } from '@ebook/nats/store-write'
import type { BookDatabase } from '../database.ts'

/** What is known of a member who wants to wait for a title. */
export interface WaitingMember {
  /** In line for whatever title. */
  readonly openHolds: readonly { readonly holdId: string; readonly bookId: string }[]
  /** Null: as many as anybody. */
  readonly holdLimit: number | null
  /** Blocks that keep the member from waiting now. */
  readonly blockIds: readonly string[]
  /** By which the member has paid for this title, or reads it. */
  readonly rentalIds: readonly string[]
}

/**
 * Waits for the member's other holds, and makes those that come later wait for this one (N3). Its title is locked before.
 */
export const lockMember = storeOperation(
  'book/lock-member',
  async (tx: Transaction<BookDatabase>, userId: string, bookId: string): Promise<WaitingMember> => {
    const [, { rows }] = await Promise.all([
      // Whoever inserts the row holds its lock, and so does who finds it.
      sql`insert into member (user_id) values (${userId})
        on conflict (user_id) do update set user_id = excluded.user_id`.execute(tx),
      // A statement of its own: the one that waits for the lock cannot see what others did while it waits.
      sql<WaitingMember>`
        select
          (select coalesce(json_agg(json_build_object('holdId', hold_id, 'bookId', book_id)), '[]') from hold
            where user_id = ${userId} and status in ('WAITING', 'READY')) as "openHolds",
          (select hold_limit from member where user_id = ${userId}) as "holdLimit",
          array(select block_id from member_block where user_id = ${userId}
            and 'HOLD' = any(kinds) and (until is null or until > now())) as "blockIds",
          array(select rental_id from request where user_id = ${userId} and book_id = ${bookId}
            and status in ('REQUESTED', 'APPROVED')) as "rentalIds"`.execute(tx),
    ])
    const [member] = rows
    if (member === undefined) throw new Error('a select without a table gave no row')
    return member
  },
)

/** What a rule knows of a member whose request it may decide. */
export interface Borrower {
  /** Loans that were given back, or ran out. */
  readonly goodLoans: number
  readonly isBlocked: boolean
}

export const readBorrower = storeOperation(
  'book/read-borrower',
  async (tx: Kysely<BookDatabase>, userId: string, enough: number): Promise<Borrower> => {
    const { rows } = await sql<Borrower>`
      select
        (select count(*)::int from (
          select from request where user_id = ${userId} and status = 'CLOSED' limit ${enough}) as loans) as "goodLoans",
        exists (select from member_block where user_id = ${userId}
          and 'BORROW' = any(kinds) and (until is null or until > now())) as "isBlocked"`.execute(tx)
    const [borrower] = rows
    if (borrower === undefined) throw new Error('a select without a table gave no row')
    return borrower
  },
)

export interface MemberLimit {
  readonly userId: string
  /** Null: as many as anybody. */
  readonly holdLimit: number | null
}

export const limitMembers = storeWrite('book/limit-members', (members: readonly MemberLimit[]) => {
  const latest = [...new Map(members.map((member) => [member.userId, member])).values()]
  return sql`
    ${insertRows('member', ['user_id', 'hold_limit'], latest.map(rowOf))}
    on conflict (user_id) do update set hold_limit = excluded.hold_limit`
})

export interface MemberBlock {
  readonly blockId: string
  readonly userId: string
  readonly kinds: readonly string[]
  readonly until: Date | null
}

export const blockMembers = storeWrite('book/block-members', (blocks: readonly MemberBlock[]) => {
  const latest = [...new Map(blocks.map((block) => [block.blockId, block])).values()]
  return sql`
    ${insertRows('member_block', ['block_id', 'user_id', 'kinds', 'until'], latest.map(rowOf))}
    on conflict (block_id) do update set kinds = excluded.kinds, until = excluded.until`
})

/** The titles for which a member waits. */
export const titlesWaitedFor = storeOperation(
  'book/titles-waited-for',
  async (db: Kysely<BookDatabase>, userId: string): Promise<readonly string[]> => {
    const rows = await db
      .selectFrom('hold')
      .select('book_id')
      .where('user_id', '=', userId)
      .where('status', '=', sql.lit('WAITING'))
      .orderBy('book_id')
      .execute()
    return rows.map(({ book_id }) => book_id)
  },
)

export interface HoldWish {
  readonly rentalId: string
  readonly userId: string
  readonly bookId: string
  /** Nobody has to remember it any more. */
  isSettled: boolean
}

/** Rentals whose member wants to wait when their seat is gone. */
export const keepWishes = storeWrite('book/keep-wishes', (wishes: readonly HoldWish[]) => {
  const kept = wishes.filter(({ isSettled }) => !isSettled)
  return sql`${insertRows('hold_wish', ['rental_id', 'user_id', 'book_id'], kept.map(rowOf))} on conflict do nothing`
})

export const forgetWishes = storeWrite(
  'book/forget-wishes',
  (rentalIds: readonly string[]) => sql`delete from hold_wish where rental_id = any(${rentalIds}::uuid[])`,
)

/** Of members of whom it may be the turn: the hold that is READY, by `userId/bookId`. */
export const readyHolds = storeOperation(
  'book/ready-holds',
  async (
    db: Kysely<BookDatabase>,
    pairs: readonly { readonly userId: string; readonly bookId: string }[],
  ): Promise<ReadonlyMap<string, string>> => {
    const { rows } = await sql<{ hold_id: string; user_id: string; book_id: string }>`
      select hold_id, hold.user_id, hold.book_id from hold
      join unnest(${pairs.map(({ userId }) => userId)}::text[], ${pairs.map(({ bookId }) => bookId)}::uuid[])
        as asked(user_id, book_id) on asked.user_id = hold.user_id and asked.book_id = hold.book_id
      where status in ('WAITING', 'READY') and ready_until is not null`.execute(db)
    return new Map(rows.map(({ hold_id, user_id, book_id }) => [`${user_id}/${book_id}`, hold_id]))
  },
)
