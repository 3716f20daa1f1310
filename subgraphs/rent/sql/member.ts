import { sql, type Kysely, type Transaction } from 'kysely'
import type { Loaded, Saved } from '@ebook/chassis/handle-command'
import { fieldsOf, rowOf } from '@ebook/chassis/rows'
import { columnsOf, lockRows, saveRows } from '@ebook/chassis/sql/rows'
import { storeOperation } from '@ebook/nats/store-operation'
import { storeWrite } from '@ebook/nats/store-write'
import type { MemberTable, RentDatabase } from '../database.ts'
import type { Member } from '../member/state.ts'
import { openLoansOf } from './open-loans.ts'

export const MEMBER_COLUMNS = columnsOf<MemberTable>()(
  'user_id',
  'category',
  'loan_limit',
  'hold_limit',
  'membership_until',
  'blocks',
  'keeps_history',
  'owed_points',
  'owed_since',
)

/** Waits for the members' requests; members of whom there is no row yet, or who were erased just now, have one then. */
export const loadMembers = storeOperation(
  'rent/load-members',
  async (tx: Transaction<RentDatabase>, userIds: readonly string[]): Promise<Loaded<Member>> => {
    await sql`insert into member (user_id) select unnest(${userIds}::text[]) as user_id order by user_id
      on conflict (user_id) do update set user_id = excluded.user_id`.execute(tx)
    return lockRows(tx, 'member', 'user_id', MEMBER_COLUMNS, sql`user_id = any(${userIds}::text[])`, fieldsOf<Member>)
  },
)

export const saveMembers = storeWrite('rent/save-members', (saved: readonly Saved<Member>[]) =>
  saveRows('member', 'user_id', MEMBER_COLUMNS, saved, rowOf<Member>),
)

export interface ReadMember {
  readonly member: Member
  /** Rentals that count for the limit (R1). */
  readonly openLoans: number
  /** The owner's clock (rule G6). */
  readonly now: Date
}

/** Those of whom something is kept; of the others nothing is known but their rentals. */
export const readMembers = storeOperation(
  'rent/read-members',
  async (db: Kysely<RentDatabase>, userIds: readonly string[]): Promise<readonly ReadMember[]> => {
    const rows = await db
      .selectFrom('member')
      .select(MEMBER_COLUMNS)
      .select([openLoansOf(sql.ref('member.user_id')).as('open_loans'), sql<Date>`now()`.as('now')])
      .where('user_id', '=', sql<string>`any(${userIds}::text[])`)
      .execute()
    return rows.map(({ open_loans, now, ...row }) => ({ member: fieldsOf<Member>(row), openLoans: open_loans, now }))
  },
)
